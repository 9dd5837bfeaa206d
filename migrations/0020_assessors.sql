-- The assessor's look: an accreditation body sends somebody who reads a body's office, changes nothing, and is
-- seen looking. The access ends by itself after its last day, and each page that was opened is kept.

alter table memberships drop constraint memberships_function;
alter table memberships add constraint memberships_function check (function in
  ('administrator', 'scheme_manager', 'quality_manager', 'auditor', 'technical_expert', 'panel_member', 'assessor'));
alter table memberships
  -- The last day of an assessor's access, by the body's own clocks; nobody else has one.
  add column last_day date,
  -- The accreditation body that sends the assessor.
  add column sent_by text not null default '',
  add constraint memberships_assessor_has_a_last_day check ((function = 'assessor') = (last_day is not null)),
  add constraint memberships_assessor_is_sent check ((function = 'assessor') = (sent_by <> '')),
  -- Ninety days, and a day for clocks that are ahead of UTC.
  add constraint memberships_assessor_not_for_long check (last_day <= ((since at time zone 'UTC') + interval '91 days')::date);
create index memberships_of_assessors on memberships (body_id, id desc) where function = 'assessor';
-- The door must know on which day an access ends.
grant select (last_day) on memberships to assay_door;

-- Each page that an assessor opened, and the file that it belongs to; the body's own pages have none.
create table looks (
  body_id uuid not null constraint looks_body references bodies,
  client_id uuid,
  engagement_id uuid,
  id uuid not null,
  person_id uuid not null constraint looks_person references people,
  -- The address, without what stands behind a question mark.
  page text not null constraint looks_page_given check (page <> ''),
  at timestamptz not null,
  primary key (body_id, id),
  constraint looks_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index looks_by_person on looks (body_id, person_id, id desc);
create index looks_by_engagement on looks (body_id, engagement_id, id desc);
call wall_staff('looks');
grant select, insert on looks to assay_office;

-- On which days an assessor looked at a file: one row, and one entry of the file's record.
create table looked_days (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  person_id uuid not null constraint looked_days_person references people,
  day date not null,
  primary key (body_id, engagement_id, person_id, day),
  constraint looked_days_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_staff('looked_days');
grant select, insert on looked_days to assay_office;

-- What an assessor asks: in what somebody took part, what was decided, what was overridden; newest first.
create index team_members_of_person on team_members (body_id, person_id, appointed_at desc, id desc);
create index panel_seats_of_person on panel_seats (body_id, person_id, appointed_at desc, id desc);
create index readiness_reviews_of_person on readiness_reviews (body_id, by_person, at desc, id desc);
create index application_reviews_of_person on application_reviews (body_id, by_person, at desc, id desc);
create index maintenance_reviews_of_person on maintenance_reviews (body_id, person_id, at desc, id desc);
create index transfer_reviews_of_person on transfer_reviews (body_id, by_person, at desc, id desc);
create index decisions_by_day on decisions (body_id, decided_on desc, id desc);
create index overrides_newest on overrides (body_id, at desc, id desc);
