-- An engagement is one client's certification at one body, for one standard, over its cycles. Its
-- record holds every act, in order, chained by digest (RET-2). Mail leaves through the outbox.

create table engagements (
  body_id uuid not null,
  client_id uuid not null,
  id uuid not null,
  standard text not null,
  opened_at timestamptz not null,
  -- Set by the first acceptance, e.g. "TA-0007": what people say on the telephone.
  reference text not null,
  primary key (body_id, id),
  constraint engagements_by_client unique (body_id, client_id, id),
  constraint engagements_reference_key unique (body_id, reference),
  constraint engagements_client foreign key (body_id, client_id) references clients
);
call wall_staff('engagements');
call wall_client('engagements');
grant select, insert, update on engagements to assay_client;
grant select, update on engagements to assay_office;
grant select on engagements to assay_audit, assay_panel;

-- The last number given to an engagement of a body; the client's room counts on when it applies.
create table engagement_numbers (
  body_id uuid not null constraint engagement_numbers_body references bodies,
  last int not null constraint engagement_numbers_positive check (last > 0),
  primary key (body_id)
);
alter table engagement_numbers enable row level security;
create policy within_body on engagement_numbers to assay_client
  using (body_id = nullif(current_setting('app.body', true), '')::uuid)
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid);
grant select, insert, update on engagement_numbers to assay_client;

-- The end of each record's chain: locked last in a transaction, so that entries follow one another.
create table record_heads (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  seq bigint not null,
  digest bytea not null,
  primary key (body_id, engagement_id),
  constraint record_heads_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_staff('record_heads');
call wall_client('record_heads');
grant select, insert, update on record_heads to assay_office, assay_audit, assay_panel, assay_client;

create table record_entries (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  person_id uuid not null constraint record_entries_person references people,
  room text not null,
  act text not null,
  -- The act in a sentence, as the timeline shows it.
  sentence text not null,
  -- Whether the client reads this entry on its own timeline; by default not.
  for_client boolean not null,
  -- What the act touched: kind, id and SHA-256 of each thing, as canonical text.
  touched text not null,
  digest_before bytea not null,
  digest bytea not null,
  primary key (body_id, engagement_id, seq),
  constraint record_entries_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index record_entries_recent on record_entries (body_id, at desc);
call wall_staff('record_entries');
create policy own_client on record_entries for select to assay_client
  using (body_id = nullif(current_setting('app.body', true), '')::uuid
    and client_id = nullif(current_setting('app.client', true), '')::uuid and for_client);
create policy own_client_appends on record_entries for insert to assay_client
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid
    and client_id = nullif(current_setting('app.client', true), '')::uuid);
-- Append only: no room may change or delete an entry.
grant select, insert on record_entries to assay_office, assay_audit, assay_panel, assay_client;

create table mails (
  body_id uuid not null constraint mails_body references bodies,
  id uuid not null,
  to_address text not null,
  subject text not null,
  body text not null,
  queued_at timestamptz not null,
  attempts int not null default 0,
  next_try_at timestamptz not null,
  sent_at timestamptz,
  error text,
  -- The message byte for byte as it left, and how: "smtp" or the folder's file name.
  message bytea,
  left_by text,
  -- Holds a one-time link to somebody's account: for that person's eyes, not for the office's.
  private boolean not null default false,
  primary key (body_id, id)
);
create index mails_waiting on mails (next_try_at) where sent_at is null;
create index mails_newest on mails (body_id, id desc);
call wall_staff('mails');
create policy not_the_private_ones on mails as restrictive for select to assay_office
  using (body_id = nullif(current_setting('app.body', true), '')::uuid and not private);
create policy within_body_client on mails for insert to assay_client
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid);
create policy whole_outbox on mails to assay_worker using (true) with check (true);
create policy at_the_door on mails for insert to assay_door with check (true);
grant insert on mails to assay_office, assay_audit, assay_panel, assay_client, assay_door;
grant select on mails to assay_office;
grant select, update on mails to assay_worker;

-- Files as evidence: named by the SHA-256 of their bytes, which lie in the store; opaque to us.
create table evidence (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  sha256 bytea not null constraint evidence_sha256_length check (length(sha256) = 32),
  bytes bigint not null constraint evidence_not_empty check (bytes > 0),
  media_type text not null,
  name text not null,
  -- What the file is given for: a document asked for, a response to a finding, the application …
  about_kind text not null constraint evidence_about_kind check (about_kind in ('application', 'document_request', 'finding', 'conclusion', 'meeting')),
  about_id uuid not null,
  uploaded_by uuid not null constraint evidence_person references people,
  uploaded_at timestamptz not null,
  primary key (body_id, id),
  constraint evidence_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index evidence_about on evidence (body_id, about_kind, about_id);
create index evidence_by_engagement on evidence (body_id, engagement_id, id);
call wall_staff('evidence');
call wall_client('evidence');
-- What the team collects itself is the team's: the client's room has only what it is given or gave.
create policy not_the_teams_own on evidence as restrictive to assay_client
  using (about_kind in ('application', 'document_request', 'finding'));
grant select, insert on evidence to assay_office, assay_audit, assay_client;
grant select on evidence to assay_panel;

-- Internal notes: the client's room has no right on them at all.
create table notes (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  about text not null default '',
  text text not null constraint notes_text_given check (text <> ''),
  by_person uuid not null constraint notes_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint notes_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index notes_by_engagement on notes (body_id, engagement_id, id desc);
call wall_staff('notes');
grant select, insert on notes to assay_office, assay_audit;
-- The panel reads the complete file before it decides (DEC-2).
grant select on notes to assay_panel;

-- What has been published to the client, field by field, as the text it then had. By default nothing.
create table publications (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  subject_kind text not null constraint publications_subject_kind check (subject_kind in ('report', 'decision')),
  subject_id uuid not null,
  -- In words, because the client's room cannot look at the subject, e.g. "Stage 1 report".
  subject_title text not null default '',
  field text not null,
  label text not null,
  text text not null,
  by_person uuid not null constraint publications_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint publications_once unique (body_id, subject_id, field),
  constraint publications_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index publications_by_engagement on publications (body_id, engagement_id, id);
call wall_staff('publications');
call wall_client('publications');
grant select, insert on publications to assay_office;
grant select on publications to assay_client, assay_audit, assay_panel;
