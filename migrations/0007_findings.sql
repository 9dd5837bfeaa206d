-- Findings against one requirement each (FND-1), the client's answers in rounds (FND-2), the auditor's
-- judgements and the verification of effect (FND-3, FND-4). Rounds are rows and never edited.

create table findings (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  version int not null default 1,
  number int not null,
  requirement text not null,
  grade text not null constraint findings_grade check (grade in ('major', 'minor', 'observation')),
  statement text not null constraint findings_statement_given check (statement <> ''),
  evidence text not null constraint findings_evidence_given check (evidence <> ''),
  -- raised: the team's alone; issued: told to the client with the report; then the rounds
  state text not null constraint findings_state check (state in ('raised', 'noted', 'issued', 'answered', 'returned', 'accepted', 'verified', 'closed', 'dropped')),
  raised_by uuid not null constraint findings_person references people,
  raised_at timestamptz not null,
  issued_at timestamptz,
  answer_due_on date,
  closed_at timestamptz,
  drop_reason text not null default '',
  primary key (body_id, id),
  constraint findings_by_client unique (body_id, client_id, id),
  constraint findings_number_key unique (body_id, engagement_id, number),
  constraint findings_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index findings_by_audit on findings (body_id, audit_id, number);
call wall_staff('findings');
-- The client's room sees a finding once it is issued, and not before.
create policy own_client on findings to assay_client
  using (body_id = nullif(current_setting('app.body', true), '')::uuid
    and client_id = nullif(current_setting('app.client', true), '')::uuid and issued_at is not null)
  with check (body_id = nullif(current_setting('app.body', true), '')::uuid
    and client_id = nullif(current_setting('app.client', true), '')::uuid and issued_at is not null);
grant select, insert, update on findings to assay_audit;
grant select on findings to assay_office, assay_panel, assay_client;
grant update (version, state) on findings to assay_client;

create table responses (
  body_id uuid not null,
  client_id uuid not null,
  finding_id uuid not null,
  id uuid not null,
  round int not null,
  correction text not null,
  root_cause text not null,
  action text not null,
  responsible text not null,
  due_on date not null,
  by_person uuid not null constraint responses_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint responses_round_key unique (body_id, finding_id, round),
  constraint responses_by_client unique (body_id, client_id, id),
  constraint responses_finding foreign key (body_id, client_id, finding_id)
    references findings (body_id, client_id, id)
);
call wall_staff('responses');
call wall_client('responses');
grant select, insert on responses to assay_client;
grant select on responses to assay_office, assay_audit, assay_panel;

-- A half-written answer of the client, kept until it is sent: people close laptops.
create table response_drafts (
  body_id uuid not null,
  client_id uuid not null,
  finding_id uuid not null,
  content jsonb not null,
  at timestamptz not null,
  primary key (body_id, finding_id),
  constraint response_drafts_finding foreign key (body_id, client_id, finding_id)
    references findings (body_id, client_id, id)
);
call wall_client('response_drafts');
call wall_staff('response_drafts');
grant select, insert, update, delete on response_drafts to assay_client;

create table judgements (
  body_id uuid not null,
  client_id uuid not null,
  finding_id uuid not null,
  response_id uuid not null,
  id uuid not null,
  outcome text not null constraint judgements_outcome check (outcome in ('accepted', 'returned')),
  reason text not null constraint judgements_reason_given check (reason <> ''),
  by_person uuid not null constraint judgements_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint judgements_once unique (body_id, response_id),
  constraint judgements_response foreign key (body_id, client_id, response_id)
    references responses (body_id, client_id, id),
  constraint judgements_finding foreign key (body_id, client_id, finding_id)
    references findings (body_id, client_id, id)
);
call wall_staff('judgements');
call wall_client('judgements');
grant select, insert on judgements to assay_audit;
grant select on judgements to assay_office, assay_panel, assay_client;

create table verifications (
  body_id uuid not null,
  client_id uuid not null,
  finding_id uuid not null,
  id uuid not null,
  effective boolean not null,
  how text not null constraint verifications_how_given check (how <> ''),
  by_person uuid not null constraint verifications_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint verifications_finding foreign key (body_id, client_id, finding_id)
    references findings (body_id, client_id, id)
);
create index verifications_by_finding on verifications (body_id, finding_id, id);
call wall_staff('verifications');
call wall_client('verifications');
grant select, insert on verifications to assay_audit;
grant select on verifications to assay_office, assay_panel, assay_client;
