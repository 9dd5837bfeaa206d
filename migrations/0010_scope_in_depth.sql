-- What changes at a client after its application was accepted: whom the body may not certify (IMP-3,
-- IMP-4), changes reported and answered (APP-6), and the scope, the register of AI systems and the
-- statement of applicability as revisions that never change.

-- null: not answered yet
alter table applications add column certification_body boolean;

-- What the body itself was to the client, as its review found it; '' on a review that accepts nothing.
alter table application_reviews
  add column tie text not null default '' constraint application_reviews_tie
    check (tie in ('', 'none', 'internal_audits', 'consultancy', 'both')),
  add column tie_who text not null default '',
  -- null: it still goes on, or there is none
  add column tie_ended_on date;

create table changes (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  state text not null constraint changes_state check (state in ('reported', 'answered')),
  kind text not null constraint changes_kind check (kind in
    ('legal', 'ownership', 'sites', 'scope', 'ai_system', 'incident', 'statement')),
  what text not null constraint changes_what_given check (what <> ''),
  since date not null,
  link text not null default '',
  reported_by uuid not null constraint changes_reporter references people,
  reported_at timestamptz not null,
  answer text constraint changes_answer check (answer in ('no_action', 'next_audit', 'special_audit', 'scope_change')),
  reason text not null default '',
  answered_by uuid constraint changes_answerer references people,
  answered_at timestamptz,
  primary key (body_id, id),
  constraint changes_by_engagement unique (body_id, client_id, engagement_id, id),
  constraint changes_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id),
  constraint changes_answered_whole check ((state = 'answered') =
    (answer is not null and reason <> '' and answered_by is not null and answered_at is not null))
);
create index changes_of_engagement on changes (body_id, engagement_id, id desc);
create index changes_unanswered on changes (body_id, reported_at) where state = 'reported';
call wall_staff('changes');
call wall_client('changes');
grant select, insert on changes to assay_client;
grant select on changes to assay_office, assay_audit, assay_panel;
grant update (version, state, answer, reason, answered_by, answered_at) on changes to assay_office;

-- The scope as the body approved it, revision by revision. The digest is the SHA-256 of the content as
-- PostgreSQL writes it, which is the same for the same content.
create table scope_revisions (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  revision int not null constraint scope_revisions_counted check (revision > 0),
  content jsonb not null,
  digest bytea not null,
  because text not null constraint scope_revisions_because_given check (because <> ''),
  -- The change that it answers; none for the scope that was applied for.
  change_id uuid,
  made_by uuid not null constraint scope_revisions_person references people,
  made_at timestamptz not null,
  primary key (body_id, id),
  constraint scope_revisions_counted_once unique (body_id, engagement_id, revision),
  constraint scope_revisions_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id),
  constraint scope_revisions_change foreign key (body_id, client_id, engagement_id, change_id)
    references changes (body_id, client_id, engagement_id, id),
  constraint scope_revisions_change_named check ((revision = 1) = (change_id is null))
);
call wall_staff('scope_revisions');
call wall_client('scope_revisions');
grant select, insert on scope_revisions to assay_office;
grant select on scope_revisions to assay_audit, assay_panel, assay_client;

-- Applications that were accepted before scopes had revisions have their first one all the same.
with accepted as (
  select a.*, r.by_person, r.at from applications a
  join application_reviews r on r.body_id = a.body_id and r.application_id = a.id and r.outcome = 'accepted'
  where a.state = 'accepted'
), told as (
  select a.body_id, a.client_id, a.engagement_id, a.by_person, a.at, jsonb_build_object(
    'scope', a.scope, 'units', a.units, 'processes', a.processes, 'outsourced', a.outsourced,
    'ai_roles', to_jsonb(a.ai_roles), 'ai_systems_total', a.ai_systems_total,
    'sites', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'address', s.address, 'country', s.country,
        'people', s.people, 'central', s.central, 'scope', s.scope) order by s.position), '[]')
      from sites s where s.body_id = a.body_id and s.application_id = a.id),
    'exclusions', (select coalesce(jsonb_agg(jsonb_build_object('what', x.what, 'justification', x.justification)
        order by x.position), '[]')
      from exclusions x where x.body_id = a.body_id and x.application_id = a.id)) as content
  from accepted a
)
insert into scope_revisions (body_id, client_id, engagement_id, id, revision, content, digest, because, made_by, made_at)
select body_id, client_id, engagement_id, gen_random_uuid(), 1, content, sha256(convert_to(content::text, 'UTF8')),
  'The scope of the application, as accepted.', by_person, at
from told on conflict do nothing;

-- The register of AI systems as the client confirmed it, revision by revision.
create table register_revisions (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  revision int not null constraint register_revisions_counted check (revision > 0),
  content jsonb not null,
  digest bytea not null,
  made_by uuid not null constraint register_revisions_person references people,
  made_at timestamptz not null,
  primary key (body_id, id),
  constraint register_revisions_counted_once unique (body_id, engagement_id, revision),
  constraint register_revisions_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_staff('register_revisions');
call wall_client('register_revisions');
grant select, insert on register_revisions to assay_client;
grant select on register_revisions to assay_office, assay_audit, assay_panel;

-- The statement of applicability as the client is writing it, control by control: nobody else's to see.
create table statement_controls (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  control text not null,
  version int not null default 1,
  -- null: not answered yet
  applicable boolean,
  justification text not null default '',
  implemented text not null default '' constraint statement_controls_implemented
    check (implemented in ('', 'yes', 'partly', 'no')),
  documented text not null default '',
  by_person uuid not null constraint statement_controls_person references people,
  at timestamptz not null,
  primary key (body_id, engagement_id, control),
  constraint statement_controls_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_client('statement_controls');
grant select, insert, update on statement_controls to assay_client;

-- Its issued versions, each frozen.
create table statement_versions (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  revision int not null constraint statement_versions_counted check (revision > 0),
  -- What the client calls it; it goes onto the attestation (CRT-1).
  label text not null constraint statement_versions_label_given check (label <> ''),
  dated_on date not null,
  content jsonb not null,
  digest bytea not null,
  made_by uuid not null constraint statement_versions_person references people,
  made_at timestamptz not null,
  primary key (body_id, id),
  constraint statement_versions_counted_once unique (body_id, engagement_id, revision),
  constraint statement_versions_labelled_once unique (body_id, engagement_id, label),
  constraint statement_versions_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_staff('statement_versions');
call wall_client('statement_versions');
grant select, insert on statement_versions to assay_client;
grant select on statement_versions to assay_office, assay_audit, assay_panel;
