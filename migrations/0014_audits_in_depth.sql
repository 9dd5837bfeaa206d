-- Audits in depth: which part of the standard, which sites and AI systems each audit takes (PRG-2), what is
-- done remotely (PLN-3), changes of a grade (FND-6, FND-7), special audits (SPC-1).

-- How long after Stage 1's last day Stage 2 may begin without a written reason (AUD-3).
alter table bodies add column stage_2_within_months int not null default 6
  constraint bodies_stage_2_within check (stage_2_within_months between 1 and 24);
grant update (stage_2_within_months) on bodies to assay_office;

alter table audits
  -- Requirements by id; null while nothing was chosen: Stage 2 and recertification then take all of them.
  add column takes text[],
  -- Sites and AI systems by id; null means all.
  add column takes_sites uuid[],
  add column takes_systems uuid[],
  add column special_for text constraint audits_special_for check (special_for in ('scope_extension', 'short_notice', 'follow_up')),
  add column special_reason text not null default '',
  -- With how much care the team of an audit at short notice was chosen: the client cannot object to it.
  add column team_care text not null default '',
  drop constraint audits_kind,
  add constraint audits_kind check (kind in ('stage_1', 'stage_2', 'surveillance_1', 'surveillance_2', 'recertification', 'special')),
  add constraint audits_special check ((kind = 'special') = (special_for is not null) and (kind <> 'special' or special_reason <> '')),
  drop constraint audits_one_of_a_kind;
create unique index audits_one_of_a_kind on audits (body_id, engagement_id, cycle, kind) where kind <> 'special';

alter table plans
  add column remotely text not null default '' constraint plans_remotely check (remotely in ('', 'no', 'yes')),
  add column remote_means text not null default '',
  add column remote_risks text not null default '';

create table grade_changes (
  body_id uuid not null,
  client_id uuid not null,
  finding_id uuid not null,
  id uuid not null,
  from_grade text not null constraint grade_changes_from check (from_grade in ('major', 'minor', 'observation')),
  to_grade text not null constraint grade_changes_to check (to_grade in ('major', 'minor', 'observation')),
  -- before the report, at the next audit's closing meeting, or by review after the report
  how text not null constraint grade_changes_how check (how in ('before_report', 'next_audit', 'review')),
  reason text not null constraint grade_changes_reason_given check (reason <> ''),
  by_person uuid not null constraint grade_changes_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint grade_changes_change check (from_grade <> to_grade),
  constraint grade_changes_finding foreign key (body_id, client_id, finding_id)
    references findings (body_id, client_id, id)
);
create index grade_changes_by_finding on grade_changes (body_id, finding_id, id);
call wall_staff('grade_changes');
grant select, insert on grade_changes to assay_audit, assay_office;
grant select on grade_changes to assay_panel;

-- Why a minor nonconformity that was still open at the next audit's closing meeting did not become a major.
create table minors_kept (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  finding_id uuid not null,
  reason text not null constraint minors_kept_reason_given check (reason <> ''),
  by_person uuid not null constraint minors_kept_person references people,
  at timestamptz not null,
  primary key (body_id, audit_id, finding_id),
  constraint minors_kept_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id),
  constraint minors_kept_finding foreign key (body_id, client_id, finding_id)
    references findings (body_id, client_id, id)
);
call wall_staff('minors_kept');
grant select, insert on minors_kept to assay_audit;
grant select on minors_kept to assay_office, assay_panel;

-- The review of a grade after the report is issued is the scheme manager's.
grant update (version, state, grade, answer_due_on) on findings to assay_office;
