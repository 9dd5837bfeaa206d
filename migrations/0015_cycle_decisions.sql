-- Decisions of every kind after the grant (DEC), and the life of a certificate between them (STA, REC): what
-- suspends, restores or withdraws it is a row with its decision behind it, and the standing on any day is
-- read from those rows.

alter table cases drop constraint cases_kind;
alter table cases add constraint cases_kind check (kind in
  ('initial', 'surveillance', 'suspension', 'suspended', 'scope', 'recertification', 'withdrawal', 'transfer'));
-- A case that an overdue date lays before the panel is opened by nobody (STA-2).
alter table cases alter column opened_by drop not null;
alter table cases
  -- Why it is laid before the panel, in words; of a grant the file itself says it.
  add column because text not null default '',
  add column reason_code text constraint cases_reason_code check (reason_code in
    ('persistent_failure', 'surveillance_not_allowed', 'client_asks')),
  -- The audit on which it rests, where one does.
  add column audit_id uuid,
  -- What the certificate would say: of a change of scope, and of a reduction after a suspension.
  add column new_scope text not null default '',
  add column new_sites jsonb,
  add column new_soa_version text not null default '',
  add constraint cases_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id);
create index cases_by_engagement_newest on cases (body_id, engagement_id, id desc);

alter table votes drop constraint votes_vote;
alter table votes add constraint votes_vote check (vote in
  ('grant', 'refuse', 'maintain', 'extend', 'reduce', 'suspend', 'restore', 'withdraw', 'renew'));

-- Whoever was on an audit team of the cycle that is decided about, or of the recertification that led into
-- it, be it long released (IMP-1).
create function on_audit_team_of_cycle(body uuid, engagement uuid, of_cycle int, person uuid) returns boolean
language sql stable as $$
  select exists (select from team_members t join audits a on a.body_id = t.body_id and a.id = t.audit_id
    where t.body_id = body and t.engagement_id = engagement and t.person_id = person
      and (a.cycle = of_cycle or a.kind = 'recertification' and a.cycle = of_cycle - 1))
$$;

create or replace function refuse_audit_team() returns trigger language plpgsql as $$
begin
  if (select on_audit_team_of_cycle(c.body_id, c.engagement_id, c.cycle, new.person_id)
      from cases c where c.body_id = new.body_id and c.id = new.case_id) then
    raise exception 'IMP-1: this person took part in an audit of this client in the current cycle'
      using errcode = 'check_violation', constraint = 'imp_1_audit_team_never_decides';
  end if;
  return new;
end $$;

-- Suspended, restored, withdrawn: each by a decision. Nothing is ever taken back here; the newest row counts.
create table certificate_status (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  -- Repeated from the decision and held by the foreign key, so that the checks below can be made.
  outcome text not null,
  decided_on date not null,
  number text not null,
  status text not null constraint certificate_status_status check (status in ('suspended', 'restored', 'withdrawn')),
  from_on date not null constraint certificate_status_never_back_dated check (from_on >= decided_on),
  -- Of a suspension: why, and the day that it may last to at the latest (STA-1).
  reason_code text constraint certificate_status_reason check (reason_code in
    ('persistent_failure', 'surveillance_not_allowed', 'client_asks')),
  until_on date,
  at timestamptz not null,
  primary key (body_id, id),
  constraint certificate_status_by_client unique (body_id, client_id, id),
  constraint certificate_status_once unique (body_id, decision_id),
  constraint certificate_status_of_outcome check (status = case outcome
    when 'suspend' then 'suspended' when 'withdraw' then 'withdrawn' when 'restore' then 'restored' when 'reduce' then 'restored' end),
  constraint sta_1_suspension_has_reason_and_limit check ((status = 'suspended') = (reason_code is not null)
    and (status = 'suspended') = (until_on is not null) and until_on <= from_on + interval '6 months'),
  constraint certificate_status_decision foreign key (body_id, client_id, engagement_id, decision_id, outcome, decided_on)
    references decisions (body_id, client_id, engagement_id, id, outcome, decided_on)
);
create index certificate_status_by_number on certificate_status (number, from_on);
create index certificate_status_by_engagement on certificate_status (body_id, engagement_id, id);
call wall_staff('certificate_status');
call wall_client('certificate_status');
grant select, insert on certificate_status to assay_panel;
grant select on certificate_status to assay_office, assay_audit, assay_client;
-- Suspended ones too answer to anyone who has the number (PUB-1); these columns and no more.
create policy by_number on certificate_status for select to assay_public using (true);
grant select (body_id, id, number, status, from_on, reason_code, until_on) on certificate_status to assay_public;
grant select (outcome) on certificates to assay_public;

-- Maintaining after a surveillance by a reviewer's look, without a panel (DEC-7).
create table maintenance_reviews (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  person_id uuid not null constraint maintenance_reviews_person references people,
  reasons text not null constraint maintenance_reviews_reasons_given check (btrim(reasons) <> ''),
  statements text[] not null,
  factor text not null constraint maintenance_reviews_factor check (factor in ('password')),
  record_digest bytea not null,
  at timestamptz not null,
  primary key (body_id, id),
  constraint maintenance_reviews_once unique (body_id, audit_id),
  constraint maintenance_reviews_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id),
  constraint maintenance_reviews_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
create index maintenance_reviews_by_engagement on maintenance_reviews (body_id, engagement_id, id);
call wall_staff('maintenance_reviews');
grant select, insert on maintenance_reviews to assay_panel;
grant select on maintenance_reviews to assay_office, assay_audit;
create trigger imp_1_maintenance before insert on maintenance_reviews
  for each row execute function refuse_audit_team();

-- What is held counts when its report is issued (SRV-1, SRV-2).
grant update (done_on) on deadlines to assay_audit;
