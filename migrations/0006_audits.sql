-- The audit at work: plan (PLN-1), documents asked for, Stage 1's check of documented information
-- (AUD-1), meetings (AUD-5), conclusions by requirement (AUD-4), reports (AUD-6).

create table plans (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  version int not null default 1,
  state text not null constraint plans_state check (state in ('draft', 'sent', 'agreed')),
  objectives text not null default '',
  criteria text not null default '',
  scope text not null default '',
  sites text not null default '',
  starts_on date,
  ends_on date,
  duration text not null default '',
  communication text not null default '',
  remote text not null default '',
  accompanying text not null default '',
  sent_at timestamptz,
  agreed_at timestamptz,
  agreed_by uuid constraint plans_agreed_by references people,
  -- Why the client asked for other dates, until the plan is sent again.
  other_dates text not null default '',
  primary key (body_id, audit_id),
  constraint plans_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('plans');
call wall_client('plans');
grant select, insert, update on plans to assay_audit;
grant select on plans to assay_office, assay_panel, assay_client;
grant update (version, state, agreed_at, agreed_by, other_dates) on plans to assay_client;

create table interviews (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  day date not null,
  from_time time not null,
  to_time time not null,
  topic text not null constraint interviews_topic_given check (topic <> ''),
  with_whom text not null,
  auditor_id uuid not null constraint interviews_auditor references people,
  place text not null default '',
  primary key (body_id, id),
  constraint interviews_times check (from_time < to_time),
  constraint interviews_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index interviews_by_audit on interviews (body_id, audit_id, day, from_time);
call wall_staff('interviews');
call wall_client('interviews');
grant select, insert, update, delete on interviews to assay_audit;
grant select on interviews to assay_office, assay_panel, assay_client;

create table document_requests (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  title text not null constraint document_requests_title_given check (title <> ''),
  why text not null default '',
  asked_by uuid not null constraint document_requests_person references people,
  asked_at timestamptz not null,
  provided_at timestamptz,
  withdrawn_at timestamptz,
  primary key (body_id, id),
  constraint document_requests_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index document_requests_by_audit on document_requests (body_id, audit_id, id);
call wall_staff('document_requests');
call wall_client('document_requests');
grant select, insert, update on document_requests to assay_audit;
grant select on document_requests to assay_office, assay_panel, assay_client;
grant update (provided_at) on document_requests to assay_client;

-- Stage 1: is the documented information there and complete? Completeness, not effectiveness.
create table document_checks (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  item text not null constraint document_checks_item check (item in
    ('scope', 'ai_policy', 'risk_assessment', 'ai_system_register', 'statement_of_applicability', 'procedures', 'internal_audit', 'management_review')),
  version int not null default 1,
  result text not null constraint document_checks_result check (result in ('complete', 'incomplete', 'missing')),
  document_version text not null default '',
  note text not null default '',
  by_person uuid not null constraint document_checks_person references people,
  at timestamptz not null,
  primary key (body_id, audit_id, item),
  constraint document_checks_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('document_checks');
grant select, insert, update on document_checks to assay_audit;
grant select on document_checks to assay_office, assay_panel;

-- Areas of concern that could become nonconformities in Stage 2.
create table concerns (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  requirement text not null,
  statement text not null constraint concerns_statement_given check (statement <> ''),
  by_person uuid not null constraint concerns_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint concerns_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index concerns_by_audit on concerns (body_id, audit_id, id);
call wall_staff('concerns');
grant select, insert, delete on concerns to assay_audit;
grant select on concerns to assay_office, assay_panel;

create table meetings (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  kind text not null constraint meetings_kind check (kind in ('opening', 'closing')),
  held_at timestamptz not null,
  attended text not null constraint meetings_attended_given check (attended <> ''),
  differences text not null default '',
  by_person uuid not null constraint meetings_person references people,
  at timestamptz not null,
  primary key (body_id, audit_id, kind),
  constraint meetings_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('meetings');
grant select, insert on meetings to assay_audit;
grant select on meetings to assay_office, assay_panel;

create table conclusions (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  requirement text not null,
  version int not null default 1,
  -- Empty while evidence is gathered and nothing is concluded yet.
  conclusion text not null constraint conclusions_conclusion check (conclusion in ('', 'conforms', 'observation', 'minor', 'major', 'not_applicable')),
  methods text[] not null default '{}',
  evidence text not null default '',
  by_person uuid not null constraint conclusions_person references people,
  at timestamptz not null,
  primary key (body_id, audit_id, requirement),
  constraint conclusions_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('conclusions');
grant select, insert, update on conclusions to assay_audit;
grant select on conclusions to assay_office, assay_panel;

create table report_drafts (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  version int not null default 1,
  content jsonb not null,
  by_person uuid not null constraint report_drafts_person references people,
  at timestamptz not null,
  primary key (body_id, audit_id),
  constraint report_drafts_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('report_drafts');
grant select, insert, update on report_drafts to assay_audit;

-- An issued report is locked: insert and select only. A correction is a new version.
create table reports (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  version int not null,
  content jsonb not null,
  digest bytea not null,
  issued_by uuid not null constraint reports_person references people,
  issued_at timestamptz not null,
  primary key (body_id, id),
  constraint reports_version_key unique (body_id, audit_id, version),
  constraint reports_by_client unique (body_id, client_id, id),
  constraint reports_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('reports');
grant select, insert on reports to assay_audit;
grant select on reports to assay_office, assay_panel;

-- The body's review of the Stage 1 report, without which Stage 2 does not start (AUD-2).
create table readiness_reviews (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  ready boolean not null,
  team_competent boolean not null,
  reasons text not null constraint readiness_reviews_reasons_given check (reasons <> ''),
  by_person uuid not null constraint readiness_reviews_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint readiness_reviews_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index readiness_reviews_by_audit on readiness_reviews (body_id, audit_id, id desc);
call wall_staff('readiness_reviews');
grant select, insert on readiness_reviews to assay_office;
grant select on readiness_reviews to assay_audit, assay_panel;
