-- A person's file beyond the qualifications: witnessed evaluations (CMP-4) and affiliations (IMP-2); what a
-- panel lacks together (CMP-5); the register of impartiality risks with its committee's minutes (IMP-6); and
-- what the body itself is accredited for (CRT-4).

-- After how many months an auditor is watched at work again.
alter table bodies add column witness_months int not null default 36
  constraint bodies_witness_months check (witness_months between 1 and 60);
grant update (witness_months) on bodies to assay_office;

-- Somebody watched an auditor at work and wrote down what was seen. Never edited; the newest passed one counts.
create table witnessed_evaluations (
  body_id uuid not null constraint witnessed_evaluations_body references bodies,
  id uuid not null,
  person_id uuid not null constraint witnessed_evaluations_person references people,
  seen_on date not null,
  -- Which audit it was, in words: it may have been at another body.
  audit text not null constraint witnessed_evaluations_audit_given check (audit <> ''),
  witness text not null constraint witnessed_evaluations_witness_given check (witness <> ''),
  outcome text not null constraint witnessed_evaluations_outcome check (outcome in ('passed', 'passed_with_actions', 'not_passed')),
  notes text not null constraint witnessed_evaluations_notes_given check (notes <> ''),
  by_person uuid not null constraint witnessed_evaluations_recorder references people,
  at timestamptz not null,
  primary key (body_id, id)
);
create index witnessed_evaluations_by_person on witnessed_evaluations (body_id, person_id, seen_on desc);
call wall_staff('witnessed_evaluations');
grant select, insert on witnessed_evaluations to assay_office;
grant select on witnessed_evaluations to assay_audit, assay_panel;

-- The last day on which a person's witnessed evaluation is in date; null where none was passed.
create function witnessed_until(body uuid, person uuid) returns date language sql stable as $$
  select (max(w.seen_on) + make_interval(months => max(b.witness_months)))::date
  from witnessed_evaluations w join bodies b on b.id = w.body_id
  where w.body_id = body and w.person_id = person and w.outcome <> 'not_passed'
$$;

-- What two names of an organisation share when people mean the same: letters and digits, without the legal form.
create function plain_name(name text) returns text language sql immutable as $$
  select regexp_replace(regexp_replace(lower(name),
    '\m(ltd|limited|plc|llp|llc|inc|incorporated|corp|corporation|company|co|gmbh|ag|kg|as|asa|ab|aps|oy|sa|sas|sarl|srl|spa|bv|nv)\M', '', 'g'),
    '[^[:alnum:]]+', '', 'g')
$$;

-- For whom a person works or worked: information beside the declarations, and a bar where it is the client (IMP-2).
create table affiliations (
  body_id uuid not null constraint affiliations_body references bodies,
  id uuid not null,
  person_id uuid not null constraint affiliations_person references people,
  kind text not null constraint affiliations_kind check (kind in ('employed', 'consulted', 'other')),
  organisation text not null constraint affiliations_organisation_given check (organisation <> ''),
  organisation_plain text not null generated always as (plain_name(organisation)) stored,
  what text not null default '',
  since date not null,
  until date,
  by_person uuid not null constraint affiliations_recorder references people,
  at timestamptz not null,
  ended_by uuid constraint affiliations_ender references people,
  primary key (body_id, id),
  constraint affiliations_dates check (until is null or since <= until)
);
create index affiliations_by_person on affiliations (body_id, person_id, id);
call wall_staff('affiliations');
grant select, insert on affiliations to assay_office;
grant update (until, ended_by) on affiliations to assay_office;
grant select on affiliations to assay_audit, assay_panel;

-- Two years on; 29 February ends on 1 March.
create function two_years_after(day date) returns date language sql immutable as $$
  select case when extract(month from day) = 2 and extract(day from day) = 29
    then make_date(extract(year from day)::int + 2, 3, 1) else (day + interval '2 years')::date end
$$;

-- Whether a person was employed by this client, or gave it consultancy, less than two years ago (IMP-2).
create function affiliated(body uuid, client uuid, person uuid, on_day date) returns boolean language sql stable as $$
  select exists (
    select from affiliations a where a.body_id = body and a.person_id = person and a.kind in ('employed', 'consulted')
      and (a.until is null or on_day < two_years_after(a.until)) and a.organisation_plain <> ''
      and (exists (select from clients c where c.body_id = body and c.client_id = client
          and plain_name(c.name) = a.organisation_plain)
        or exists (select from applications p where p.body_id = body and p.client_id = client
          and plain_name(p.legal_name) = a.organisation_plain)))
$$;

-- Which of standard and sector nobody on the panel of the open case is qualified for (CMP-5).
create function panel_lacks(body uuid, engagement uuid, on_day date) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'value', n.value) order by n.kind desc), '[]')
  from engagements e
  left join applications a on a.body_id = e.body_id and a.engagement_id = e.id
  cross join lateral (values ('standard', e.standard), ('sector', coalesce(a.sector, ''))) n(kind, value)
  where e.body_id = body and e.id = engagement and n.value <> '' and not exists (
    select from cases c
    join panel_seats s on s.body_id = c.body_id and s.case_id = c.id and s.released_at is null
    join qualifications q on q.body_id = s.body_id and q.person_id = s.person_id and q.kind = n.kind and q.value = n.value
      and q.approved_on <= on_day and q.valid_until >= on_day and (q.ended_on is null or q.ended_on > on_day)
    where c.body_id = body and c.engagement_id = engagement and c.state = 'open')
$$;

-- A risk to impartiality. What it says stands in its revisions; here is what the register sorts by.
create table impartiality_risks (
  body_id uuid not null constraint impartiality_risks_body references bodies,
  id uuid not null,
  version int not null default 1,
  state text not null constraint impartiality_risks_state check (state in ('open', 'closed')),
  next_review date not null,
  opened_at timestamptz not null,
  primary key (body_id, id)
);
create index impartiality_risks_by_review on impartiality_risks (body_id, state desc, next_review, id);
call wall_staff('impartiality_risks');
grant select, insert, update on impartiality_risks to assay_office;

-- A risk as it was seen at one time. A revision is a row, never edited.
create table impartiality_revisions (
  body_id uuid not null,
  risk_id uuid not null,
  revision int not null,
  title text not null constraint impartiality_revisions_title_given check (title <> ''),
  source text not null constraint impartiality_revisions_source check (source in
    ('ownership', 'governance', 'personnel', 'shared_resources', 'finances', 'contracts', 'training', 'marketing', 'commission', 'other')),
  description text not null constraint impartiality_revisions_description_given check (description <> ''),
  treatment text not null constraint impartiality_revisions_treatment_given check (treatment <> ''),
  residual text not null constraint impartiality_revisions_residual check (residual in ('low', 'medium', 'high')),
  owner_id uuid not null constraint impartiality_revisions_owner references people,
  next_review date not null,
  state text not null constraint impartiality_revisions_state check (state in ('open', 'closed')),
  because text not null default '',
  by_person uuid not null constraint impartiality_revisions_person references people,
  at timestamptz not null,
  primary key (body_id, risk_id, revision),
  constraint impartiality_revisions_risk foreign key (body_id, risk_id) references impartiality_risks
);
call wall_staff('impartiality_revisions');
grant select, insert on impartiality_revisions to assay_office;

-- What the committee that safeguards impartiality said, who was there, and which risks it looked at.
create table impartiality_minutes (
  body_id uuid not null constraint impartiality_minutes_body references bodies,
  id uuid not null,
  held_on date not null,
  attended text not null constraint impartiality_minutes_attended_given check (attended <> ''),
  minutes text not null constraint impartiality_minutes_given check (minutes <> ''),
  by_person uuid not null constraint impartiality_minutes_person references people,
  at timestamptz not null,
  primary key (body_id, id)
);
create index impartiality_minutes_by_day on impartiality_minutes (body_id, held_on desc, id desc);
call wall_staff('impartiality_minutes');
grant select, insert on impartiality_minutes to assay_office;

create table impartiality_looked_at (
  body_id uuid not null,
  minutes_id uuid not null,
  risk_id uuid not null,
  -- The risk as it stood then.
  revision int not null,
  primary key (body_id, minutes_id, risk_id),
  constraint impartiality_looked_at_minutes foreign key (body_id, minutes_id) references impartiality_minutes,
  constraint impartiality_looked_at_revision foreign key (body_id, risk_id, revision) references impartiality_revisions
);
create index impartiality_looked_at_by_risk on impartiality_looked_at (body_id, risk_id, minutes_id);
call wall_staff('impartiality_looked_at');
grant select, insert on impartiality_looked_at to assay_office;

-- What the body is accredited for, by whom and when; an attestation is accredited within it only (CRT-4).
create table accreditations (
  body_id uuid not null constraint accreditations_body references bodies,
  id uuid not null,
  accreditation_body text not null constraint accreditations_by_given check (accreditation_body <> ''),
  standard text not null,
  -- Keys of sectors; none means every sector.
  sectors text[] not null default '{}',
  -- What the document says, e.g. the mark's words and number.
  words text not null constraint accreditations_words_given check (words <> ''),
  valid_from date not null,
  valid_until date not null,
  by_person uuid constraint accreditations_person references people,
  at timestamptz not null,
  -- Suspended or withdrawn before its time: from this day it covers nothing.
  ended_on date,
  ended_by uuid constraint accreditations_ender references people,
  end_reason text not null default '',
  primary key (body_id, id),
  constraint accreditations_dates check (valid_from <= valid_until)
);
create index accreditations_by_standard on accreditations (body_id, standard, valid_from desc);
call wall_staff('accreditations');
grant select, insert on accreditations to assay_office;
grant update (ended_on, ended_by, end_reason) on accreditations to assay_office;
grant select on accreditations to assay_panel, assay_audit;
