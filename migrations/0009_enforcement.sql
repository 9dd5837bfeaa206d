-- How the rules bite: each attempt that a rule refused, and each warning that somebody overrode with a
-- written reason. Both are written once and never edited.

-- An attempt changes nothing else. Its transaction was rolled back, so it is kept in one of its own.
create table refusals (
  body_id uuid not null constraint refusals_body references bodies,
  -- Whose file it was about, where the attempt says so.
  client_id uuid,
  engagement_id uuid,
  id uuid not null,
  rule text not null,
  -- The refusal's own words: why here.
  because text not null,
  -- Method and path of the attempt, e.g. "POST /b/thames/office/clients/…/case/open".
  attempt text not null,
  room text not null,
  by_person uuid not null constraint refusals_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint refusals_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index refusals_by_rule on refusals (body_id, rule, at desc);
create index refusals_by_engagement on refusals (body_id, engagement_id, id desc);
call wall_staff('refusals');
call wall_client('refusals');
grant insert on refusals to assay_office, assay_audit, assay_panel, assay_client;
grant select on refusals to assay_office;

-- A rule of the kind "warn" allows an act only with a reason, which stays.
create table overrides (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  rule text not null,
  -- What the rule warned of, as a sentence.
  warned text not null,
  reason text not null constraint overrides_reason_given check (btrim(reason) <> ''),
  by_person uuid not null constraint overrides_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint overrides_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index overrides_by_rule on overrides (body_id, rule, at desc);
create index overrides_by_engagement on overrides (body_id, engagement_id, id desc);
call wall_staff('overrides');
grant select, insert on overrides to assay_office, assay_audit;
grant select on overrides to assay_panel;
