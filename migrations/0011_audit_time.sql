-- Tables of audit time as a body's own dated data, who checked which version against the licensed text
-- (TIM-2), and the sampling of sites with its recorded draw (TIM-6). All of it is written once.

create table time_tables (
  body_id uuid not null constraint time_tables_body references bodies,
  id uuid not null,
  -- Which table this is a version of, e.g. "iaf-md-5"; the shipped versions stand in the standards folder.
  key text not null,
  version text not null constraint time_tables_version_given check (btrim(version) <> ''),
  source text not null constraint time_tables_source_given check (btrim(source) <> ''),
  valid_from date not null,
  -- The whole table, as determinations keep it.
  rows jsonb not null,
  entered_by uuid not null constraint time_tables_person references people,
  entered_at timestamptz not null,
  primary key (body_id, id),
  constraint time_tables_version_once unique (body_id, key, version)
);
call wall_staff('time_tables');
grant select, insert on time_tables to assay_office;

-- A check is about one version, shipped or the body's own; a newer version is unchecked again.
create table time_table_checks (
  body_id uuid not null constraint time_table_checks_body references bodies,
  id uuid not null,
  table_key text not null,
  table_version text not null,
  -- The licensed document that the rows were compared with, with its edition.
  document text not null constraint time_table_checks_document_given check (btrim(document) <> ''),
  by_person uuid not null constraint time_table_checks_person references people,
  at timestamptz not null,
  primary key (body_id, id)
);
create index time_table_checks_by_version on time_table_checks (body_id, table_key, table_version, id desc);
call wall_staff('time_table_checks');
grant select, insert on time_table_checks to assay_office;

-- Which sites an audit goes to. The draw is kept with its seed, so that anyone can draw it again.
create table sampling_plans (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  audit text not null constraint sampling_plans_audit check (audit in ('initial', 'surveillance_1', 'surveillance_2', 'recertification')),
  -- Whether a sample may stand for the rest, and why or why not.
  fits boolean not null,
  reason text not null constraint sampling_plans_reason_given check (btrim(reason) <> ''),
  seed text not null constraint sampling_plans_seed check (seed ~ '^[0-9a-f]{32}$'),
  -- Every site with how it came in or stayed out.
  sites jsonb not null,
  less_percent int not null default 0 constraint sampling_plans_at_most_half check (less_percent between 0 and 50),
  less_reason text not null default '',
  by_person uuid not null constraint sampling_plans_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint sampling_plans_less_with_reason check (less_percent = 0 or btrim(less_reason) <> ''),
  constraint sampling_plans_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index sampling_plans_by_engagement on sampling_plans (body_id, engagement_id, audit, id desc);
call wall_staff('sampling_plans');
grant select, insert on sampling_plans to assay_office;
grant select on sampling_plans to assay_audit, assay_panel;
