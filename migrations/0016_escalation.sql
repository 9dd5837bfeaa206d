-- What is overdue goes before people by itself (SRV-1, SRV-2, REC-1, STA-2): a reminder, a warning, a proposal
-- to suspend. Each step is taken once, whoever's turn it is to run the duty and however often it runs.

-- Days after a last date until a suspension is proposed to the panel: the body's own choice.
alter table bodies add column suspension_days int not null default 30
  constraint bodies_suspension_days check (suspension_days between 1 and 180);
grant update (suspension_days) on bodies to assay_office;

-- What the house does by itself has no person behind it.
alter table record_entries alter column person_id drop not null;

create table escalations (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  subject_kind text not null constraint escalations_subject_kind check (subject_kind in ('deadline', 'finding', 'suspension')),
  -- The deadline, the finding or the suspension that it is about.
  subject_id uuid not null,
  step text not null constraint escalations_step check (step in
    ('reminder_180', 'reminder_90', 'reminder_30', 'warning', 'proposal')),
  -- What it is about in words, e.g. "Surveillance 1", and its last date as it then stood.
  about text not null,
  due_on date not null,
  taken_on date not null,
  -- To whom, in words.
  told text not null,
  -- The case of a proposal.
  case_id uuid,
  at timestamptz not null,
  primary key (body_id, id),
  constraint escalations_once unique (body_id, subject_id, step),
  constraint escalations_proposal_is_a_case check ((step = 'proposal') = (case_id is not null)),
  constraint escalations_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id),
  constraint escalations_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id)
);
create index escalations_newest on escalations (body_id, id desc);
create index escalations_by_engagement on escalations (body_id, engagement_id, id desc);
call wall_staff('escalations');
call wall_client('escalations');
grant select, insert on escalations to assay_office;
grant select (body_id, client_id, engagement_id, id, subject_kind, subject_id, step, about, due_on, taken_on, at)
  on escalations to assay_client;
grant select on escalations to assay_audit, assay_panel;
-- What is not done yet, in the order in which it falls due: what the duty reads.
create index findings_open_majors on findings (body_id, id)
  where grade = 'major' and state in ('issued', 'answered', 'returned', 'accepted');
