-- Complaints and appeals (CAP-1): lodged in writing by anyone and for nothing, acknowledged, their progress
-- told, decided by people with no earlier part in the matter, and the outcome told. The strongest of it stands
-- here as well as in the program: who had an earlier part is no decider and decides nothing.

-- The last number given in a year, by the rooms in which complaints are lodged.
create table complaint_numbers (
  body_id uuid not null constraint complaint_numbers_body references bodies,
  year int not null,
  last int not null,
  primary key (body_id, year)
);
alter table complaint_numbers enable row level security;
create policy within_body on complaint_numbers to assay_client, assay_public
  using (body_id = nullif(current_setting('app.body', true), '')::uuid)
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid);
grant select, insert, update on complaint_numbers to assay_client, assay_public;

-- An appeal is against a decision about the very client that appeals.
alter table decisions add constraint decisions_by_client unique (body_id, client_id, id);

create table complaints (
  body_id uuid not null constraint complaints_body references bodies,
  id uuid not null,
  version int not null default 1,
  reference text not null,
  kind text not null constraint complaints_kind check (kind in ('complaint', 'appeal')),
  state text not null constraint complaints_state check (state in ('lodged', 'acknowledged', 'under_way', 'decided', 'told')),
  -- The client that lodged it, and sees it; null where somebody else did.
  client_id uuid,
  -- The file that it is about. Somebody else's complaint about a client is not for that client to read.
  concerned_client_id uuid,
  engagement_id uuid,
  -- What an appeal is against.
  decision_id uuid,
  finding_id uuid,
  lodged_by uuid constraint complaints_lodger references people,
  name text not null constraint complaints_name_given check (name <> ''),
  email text not null constraint complaints_email_given check (email <> ''),
  subject text not null constraint complaints_subject_given check (subject <> ''),
  text text not null constraint complaints_text_given check (text <> ''),
  -- Of the token with which somebody without an account follows it; the token itself is kept nowhere.
  token_digest bytea not null,
  lodged_at timestamptz not null,
  -- Whom it is about, if it is about a person of the body.
  about_person uuid constraint complaints_about references people,
  acknowledged_by uuid constraint complaints_acknowledger references people,
  acknowledged_at timestamptz,
  told_by uuid constraint complaints_teller references people,
  told_at timestamptz,
  primary key (body_id, id),
  constraint complaints_reference_key unique (body_id, reference),
  constraint complaints_token_key unique (body_id, token_digest),
  constraint complaints_client foreign key (body_id, client_id) references clients,
  constraint complaints_engagement foreign key (body_id, concerned_client_id, engagement_id)
    references engagements (body_id, client_id, id),
  constraint complaints_decision foreign key (body_id, client_id, decision_id) references decisions (body_id, client_id, id),
  constraint complaints_finding foreign key (body_id, client_id, finding_id) references findings (body_id, client_id, id),
  constraint complaints_appeal_against_something check
    (kind = 'complaint' or client_id is not null and num_nonnulls(decision_id, finding_id) = 1)
);
create index complaints_newest on complaints (body_id, id desc);
create index complaints_by_client on complaints (body_id, client_id, id desc);
create index complaints_by_engagement on complaints (body_id, engagement_id, id desc);
call wall_staff('complaints');
call wall_client('complaints');
create policy lodged_by_anyone on complaints for insert to assay_public
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid and client_id is null and lodged_by is null);
grant insert on complaints to assay_public;
grant select, insert on complaints to assay_client;
grant select on complaints to assay_office;
grant update (version, state, concerned_client_id, engagement_id, about_person, acknowledged_by, acknowledged_at, told_by, told_at)
  on complaints to assay_office;

-- What was told of the progress. Never edited.
create table complaint_notes (
  body_id uuid not null,
  client_id uuid,
  complaint_id uuid not null,
  id uuid not null,
  text text not null constraint complaint_notes_text_given check (text <> ''),
  by_person uuid not null constraint complaint_notes_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint complaint_notes_complaint foreign key (body_id, complaint_id) references complaints
);
create index complaint_notes_by_complaint on complaint_notes (body_id, complaint_id, id);
call wall_staff('complaint_notes');
call wall_client('complaint_notes');
grant select, insert on complaint_notes to assay_office;
grant select on complaint_notes to assay_client;

-- Who is to decide; the newest counts.
create table complaint_deciders (
  body_id uuid not null,
  complaint_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint complaint_deciders_person references people,
  appointed_by uuid not null constraint complaint_deciders_appointer references people,
  appointed_at timestamptz not null,
  primary key (body_id, id),
  constraint complaint_deciders_complaint foreign key (body_id, complaint_id) references complaints
);
create index complaint_deciders_newest on complaint_deciders (body_id, complaint_id, id desc);
call wall_staff('complaint_deciders');
grant select, insert on complaint_deciders to assay_office;

create table complaint_decisions (
  body_id uuid not null,
  client_id uuid,
  complaint_id uuid not null,
  outcome text not null constraint complaint_decisions_outcome check (outcome in ('upheld', 'partly_upheld', 'not_upheld')),
  reasons text not null constraint complaint_decisions_reasons_given check (reasons <> ''),
  person_id uuid not null constraint complaint_decisions_person references people,
  decided_at timestamptz not null,
  -- One decision each.
  primary key (body_id, complaint_id),
  constraint complaint_decisions_complaint foreign key (body_id, complaint_id) references complaints
);
call wall_staff('complaint_decisions');
call wall_client('complaint_decisions');
grant select, insert on complaint_decisions to assay_office;
grant select on complaint_decisions to assay_client;

-- What earlier part a person had in the matter of a complaint, in words; null where none.
create function earlier_part(body uuid, complaint uuid, person uuid) returns text language sql stable as $$
  select case
    when c.about_person = person then 'is the one complained about'
    when c.lodged_by = person then 'lodged it'
    when exists (select from team_members t where t.body_id = body and t.engagement_id = c.engagement_id and t.person_id = person)
      then 'was on an audit team of this client'
    when exists (select from panel_seats s where s.body_id = body and s.engagement_id = c.engagement_id and s.person_id = person)
      or exists (select from votes v where v.body_id = body and v.engagement_id = c.engagement_id and v.person_id = person)
      or exists (select from decisions d where d.body_id = body and d.engagement_id = c.engagement_id and d.decided_by = person)
      then 'was on the panel that decided about this client'
    when exists (select from application_reviews r join applications a on a.body_id = r.body_id and a.id = r.application_id
      where r.body_id = body and a.engagement_id = c.engagement_id and r.by_person = person)
      then 'reviewed the application of this client'
    when exists (select from readiness_reviews r where r.body_id = body and r.engagement_id = c.engagement_id and r.by_person = person)
      then 'reviewed the Stage 1 report of this client'
  end
  from complaints c where c.body_id = body and c.id = complaint
$$;

create function refuse_earlier_part() returns trigger language plpgsql as $$
begin
  if earlier_part(new.body_id, new.complaint_id, new.person_id) is not null then
    raise exception 'CAP-1: this person had an earlier part in the matter'
      using errcode = 'check_violation', constraint = 'cap_1_no_earlier_part';
  end if;
  return new;
end $$;
create trigger cap_1_decider before insert or update on complaint_deciders
  for each row execute function refuse_earlier_part();
create trigger cap_1_decision before insert or update on complaint_decisions
  for each row execute function refuse_earlier_part();

-- Anyone who holds the token follows the complaint; the public room has no right on the tables themselves.
create function followed_complaint(body uuid, digest bytea)
returns table (reference text, kind text, subject text, state text, lodged_at timestamptz, acknowledged_at timestamptz,
  told_at timestamptz, outcome text, reasons text, notes jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.reference, c.kind, c.subject, c.state, c.lodged_at, c.acknowledged_at, c.told_at,
    case when c.state = 'told' then d.outcome end, case when c.state = 'told' then d.reasons end,
    coalesce((select jsonb_agg(jsonb_build_object('text', n.text, 'at', n.at) order by n.id)
      from complaint_notes n where n.body_id = c.body_id and n.complaint_id = c.id), '[]')
  from complaints c left join complaint_decisions d on d.body_id = c.body_id and d.complaint_id = c.id
  where c.body_id = body and c.token_digest = digest
$$;
revoke all on function followed_complaint from public;
grant execute on function followed_complaint to assay_public;

-- How many were lodged without an account since then: by this address, and in all. Against floods.
create function complaints_lately(body uuid, address text, since timestamptz)
returns table (by_address bigint, in_all bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where lower(c.email) = lower(address)), count(*)
  from complaints c where c.body_id = body and c.client_id is null and c.lodged_at > since
$$;
revoke all on function complaints_lately from public;
grant execute on function complaints_lately to assay_public;

-- The acknowledgement leaves in the transaction that lodges it.
create policy within_body_public on mails for insert to assay_public
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid);
grant insert on mails to assay_public;
