-- Who is here: certification bodies (tenants), people with one account each, and what a person may
-- do at which body.
--
-- The rooms. Every request enters one narrow role ("room") and names its body; three settings say who
-- acts: app.body, app.client (client room only) and app.person. A policy compares a row's own columns
-- with these settings and nothing else, so that it costs nothing and cannot be argued with.

create procedure wall_staff(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format($p$create policy within_body on %s to assay_office, assay_audit, assay_panel
    using (body_id = nullif(current_setting('app.body', true), '')::uuid)
    with check (body_id = nullif(current_setting('app.body', true), '')::uuid)$p$, target);
end $$;
comment on procedure wall_staff is 'Row-level security for the three staff rooms: a row is seen from inside its own body only (TEN-1).';

create procedure wall_client(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format($p$create policy own_client on %s to assay_client
    using (body_id = nullif(current_setting('app.body', true), '')::uuid
      and client_id = nullif(current_setting('app.client', true), '')::uuid)
    with check (body_id = nullif(current_setting('app.body', true), '')::uuid
      and client_id = nullif(current_setting('app.client', true), '')::uuid)$p$, target);
end $$;
comment on procedure wall_client is 'Row-level security for the client room: a row is seen by its own client only.';

-- One row of facts about this installation, e.g. whether it is a demonstration and how far its date is moved.
create table installation (
  key text primary key,
  value text not null
);
grant select on installation to assay_door, assay_public, assay_office, assay_audit, assay_panel, assay_client, assay_worker;
grant insert, update on installation to assay_door;

-- A certification body. What stands here is public; it is the body's own page.
create table bodies (
  id uuid primary key,
  slug text not null constraint bodies_slug_key unique
    constraint bodies_slug_shape check (slug ~ '^[a-z][a-z0-9-]{1,30}$'),
  -- Begins every certificate number, so that a number is unique on the installation.
  code text not null constraint bodies_code_key unique constraint bodies_code_shape check (code ~ '^[A-Z]{2,5}$'),
  name text not null,
  legal_name text not null,
  address text not null,
  country text not null,
  email text not null,
  telephone text not null default '',
  website text not null default '',
  mark text not null,
  colour text not null constraint bodies_colour_shape check (colour ~ '^#[0-9a-f]{6}$'),
  accreditation text,
  impartiality text not null default '',
  process text not null default '',
  -- The body's rules for granting, refusing, maintaining, suspending, restoring, reducing and withdrawing.
  granting text not null default '',
  marks_rules text not null default '',
  appeals text not null default '',
  agreement_version text not null default '1',
  agreement text not null default '',
  -- The tenant's policy, with the rulebook's defaults (CRT-3, DEC-4, PLN-2, FND-4).
  certificate_months int not null default 36 constraint bodies_certificate_months check (certificate_months between 1 and 36),
  panel_members int not null default 2 constraint bodies_panel_members check (panel_members between 1 and 9),
  objection_days int not null default 5 constraint bodies_objection_days check (objection_days between 1 and 60),
  minors_closed_first boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null
);
alter table bodies enable row level security;
create policy anyone on bodies for select to assay_door, assay_public, assay_office, assay_audit, assay_panel, assay_client, assay_worker using (true);
create policy own_settings on bodies for update to assay_office
  using (id = nullif(current_setting('app.body', true), '')::uuid)
  with check (id = nullif(current_setting('app.body', true), '')::uuid);
grant select on bodies to assay_door, assay_public, assay_office, assay_audit, assay_panel, assay_client, assay_worker;
-- Address and code of a body are fixed when it is founded: certificates and links rest on them.
grant update (name, legal_name, address, country, email, telephone, website, mark, colour, accreditation, impartiality, process,
  granting, marks_rules, appeals, agreement_version, agreement, certificate_months, panel_members, objection_days,
  minors_closed_first, version) on bodies to assay_office;

-- One account per person, by e-mail, for the whole installation.
create table people (
  id uuid primary key,
  email text not null,
  email_norm text not null constraint people_email_key unique,
  name text not null constraint people_name_given check (name <> ''),
  password_hash text,
  email_confirmed_at timestamptz,
  -- The key of the demonstration's role picker; null for everybody else.
  demonstration_key text constraint people_demonstration_key unique,
  created_at timestamptz not null
);
-- Staff and clients see a colleague's name and address, never a password's hash.
grant select (id, email, name) on people to assay_office, assay_audit, assay_panel, assay_client, assay_worker;
-- Whether an invitation has been answered.
grant select (email_confirmed_at) on people to assay_office;
grant select, insert, update on people to assay_door;

create table sessions (
  token_digest bytea primary key,
  person_id uuid not null constraint sessions_person references people,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  agent text not null default ''
);
create index sessions_by_person on sessions (person_id);
grant select, insert, update, delete on sessions to assay_door;

-- Failed credentials, counted against guessing: at the door and at the panel's signature.
create table failed_credentials (
  email_norm text not null,
  at timestamptz not null
);
create index failed_credentials_by_email on failed_credentials (email_norm, at);
grant select, insert, delete on failed_credentials to assay_door;

-- One-time links asked for, counted so that nobody floods another's mailbox.
create table account_mails (
  email_norm text not null,
  at timestamptz not null
);
create index account_mails_by_email on account_mails (email_norm, at);
grant select, insert, delete on account_mails to assay_door;

-- What a person may do at a body. Ended, never deleted (RET-1).
create table memberships (
  body_id uuid not null constraint memberships_body references bodies,
  id uuid not null,
  person_id uuid not null constraint memberships_person references people,
  function text not null constraint memberships_function check (function in
    ('administrator', 'scheme_manager', 'quality_manager', 'auditor', 'technical_expert', 'panel_member')),
  since timestamptz not null,
  until timestamptz,
  given_by uuid constraint memberships_giver references people,
  ended_by uuid constraint memberships_ender references people,
  primary key (body_id, id)
);
create unique index memberships_one_current on memberships (body_id, person_id, function) where until is null;
create index memberships_by_person on memberships (person_id);
call wall_staff('memberships');
grant select, insert, update on memberships to assay_office;
grant select on memberships to assay_audit, assay_panel;
-- The door must know a person's functions before any room is entered: these columns and no more.
create policy at_the_door on memberships for select to assay_door using (true);
grant select (body_id, person_id, function, until) on memberships to assay_door;

-- A client organisation of a body. Its key is called client_id so that one policy shape fits.
create table clients (
  body_id uuid not null constraint clients_body references bodies,
  client_id uuid not null,
  name text not null,
  -- What the office's list searches by its beginning: lower case, blanks folded.
  name_norm text not null generated always as (lower(regexp_replace(btrim(name), '\s+', ' ', 'g'))) stored,
  created_at timestamptz not null,
  primary key (body_id, client_id)
);
create index clients_by_name on clients (body_id, name_norm collate "C");
call wall_staff('clients');
call wall_client('clients');
grant select, insert, update on clients to assay_client;
grant select, update on clients to assay_office;
grant select on clients to assay_audit, assay_panel;

create table client_members (
  body_id uuid not null,
  client_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint client_members_person references people,
  -- May bind the client: accept a proposal and the agreement.
  signatory boolean not null default false,
  position text not null default '',
  since timestamptz not null,
  until timestamptz,
  primary key (body_id, id),
  constraint client_members_client foreign key (body_id, client_id) references clients
);
create unique index client_members_one_current on client_members (body_id, client_id, person_id) where until is null;
create index client_members_by_person on client_members (person_id);
call wall_staff('client_members');
call wall_client('client_members');
grant select, insert, update on client_members to assay_client;
grant select on client_members to assay_office, assay_audit, assay_panel;
create policy at_the_door on client_members for select to assay_door using (true);
grant select (body_id, client_id, person_id, signatory, until) on client_members to assay_door;
create policy at_the_door on clients for select to assay_door using (true);
grant select (body_id, client_id, name) on clients to assay_door;
