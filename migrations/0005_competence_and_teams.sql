-- Competence files (CMP), conflicts declared (IMP-5) and the teams of audits (PLN-2).

-- One approved qualification of one person: a function for a scheme, or a thing known.
create table qualifications (
  body_id uuid not null constraint qualifications_body references bodies,
  id uuid not null,
  person_id uuid not null constraint qualifications_person references people,
  kind text not null constraint qualifications_kind check (kind in ('function', 'standard', 'sector', 'ai_role', 'language', 'field')),
  value text not null constraint qualifications_value_given check (value <> ''),
  evidence text not null default '',
  approved_by uuid constraint qualifications_approver references people,
  approved_on date not null,
  valid_until date not null,
  ended_on date,
  ended_by uuid constraint qualifications_ender references people,
  end_reason text not null default '',
  primary key (body_id, id),
  constraint qualifications_dates check (approved_on <= valid_until)
);
create index qualifications_by_person on qualifications (body_id, person_id, kind, value);
call wall_staff('qualifications');
grant select, insert, update on qualifications to assay_office;
grant select on qualifications to assay_audit, assay_panel;

create table team_members (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint team_members_person references people,
  role text not null constraint team_members_role check (role in ('lead_auditor', 'auditor', 'technical_expert', 'trainee', 'observer', 'translator')),
  appointed_by uuid not null constraint team_members_appointer references people,
  appointed_at timestamptz not null,
  released_at timestamptz,
  release_reason text not null default '',
  primary key (body_id, id),
  constraint team_members_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create unique index team_members_once on team_members (body_id, audit_id, person_id) where released_at is null;
-- One lead auditor per audit (CMP-3).
create unique index team_members_one_lead on team_members (body_id, audit_id) where role = 'lead_auditor' and released_at is null;
create index team_members_by_person on team_members (body_id, person_id, engagement_id);
call wall_staff('team_members');
call wall_client('team_members');
grant select, insert, update on team_members to assay_office;
grant select on team_members to assay_audit, assay_panel, assay_client;

-- What a person declared about this client before an assignment counts (IMP-2, IMP-5). Never edited; the newest counts.
create table declarations (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint declarations_person references people,
  capacity text not null constraint declarations_capacity check (capacity in ('team', 'reviewer', 'panel')),
  employed boolean not null,
  employed_until date,
  consulted boolean not null,
  consulted_until date,
  ai_advice boolean not null,
  tool_recommendation boolean not null,
  data_protection_officer boolean not null,
  internal_audits boolean not null,
  other text not null default '',
  -- Worked out by the rule when it was declared.
  conflict boolean not null,
  declared_at timestamptz not null,
  primary key (body_id, id),
  constraint declarations_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index declarations_by_person on declarations (body_id, engagement_id, person_id, capacity, id desc);
call wall_staff('declarations');
grant select, insert on declarations to assay_office, assay_audit, assay_panel;

create table team_objections (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint team_objections_member references people,
  reason text not null constraint team_objections_reason_given check (reason <> ''),
  by_person uuid not null constraint team_objections_person references people,
  at timestamptz not null,
  outcome text constraint team_objections_outcome check (outcome in ('upheld', 'not_upheld')),
  answer text not null default '',
  answered_by uuid constraint team_objections_answerer references people,
  answered_at timestamptz,
  primary key (body_id, id),
  constraint team_objections_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index team_objections_by_audit on team_objections (body_id, audit_id, id);
call wall_staff('team_objections');
call wall_client('team_objections');
grant select, update on team_objections to assay_office;
grant select, insert on team_objections to assay_client;
grant select on team_objections to assay_audit, assay_panel;
