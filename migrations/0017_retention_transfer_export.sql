-- What is kept and how long (RET-1), what is told to outside registers and with whose consent (PUB-2, EXT-1),
-- and certificates that come from another body or go to one (TRF-1).

-- Until when a file is kept. Certified: one full cycle of three years after the last certificate's end, or after
-- the last act where that is later. Never certified, refused and withdrawn alike: two cycles after the last act.
create function kept_until(body uuid, engagement uuid) returns date language sql stable as $$
  select case when c.until is null then (r.last + interval '72 months')::date
    else (greatest(c.until, r.last) + interval '36 months')::date end
  from (select max(t.expires_on) as until from certificates t where t.body_id = body and t.engagement_id = engagement) c,
    (select coalesce((select e.at::date from record_entries e where e.body_id = body and e.engagement_id = engagement
        order by e.seq desc limit 1),
      (select g.opened_at::date from engagements g where g.body_id = body and g.id = engagement)) as last) r
$$;
comment on function kept_until is 'The last day on which an engagement''s records are kept (RET-1); a legal hold lengthens it without end.';

-- Somebody's duty to keep a file longer, e.g. while a court looks at it. Lifted, never deleted.
create table legal_holds (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  reason text not null constraint legal_holds_reason_given check (btrim(reason) <> ''),
  placed_by uuid not null constraint legal_holds_person references people,
  placed_at timestamptz not null,
  lifted_by uuid constraint legal_holds_lifter references people,
  lifted_at timestamptz,
  lift_reason text not null default '',
  primary key (body_id, id),
  constraint legal_holds_lifted_with_reason check ((lifted_at is null) = (btrim(lift_reason) = '')),
  constraint legal_holds_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index legal_holds_by_engagement on legal_holds (body_id, engagement_id, id);
call wall_staff('legal_holds');
grant select, insert on legal_holds to assay_office;
grant update (lifted_by, lifted_at, lift_reason) on legal_holds to assay_office;
grant select on legal_holds to assay_audit, assay_panel;

-- No room may delete a file or its record at all. This holds whoever owns the tables as well.
create function refuse_early_deletion() returns trigger language plpgsql as $$
declare
  file uuid := case tg_table_name when 'engagements' then (to_jsonb(old) ->> 'id')::uuid else (to_jsonb(old) ->> 'engagement_id')::uuid end;
begin
  if exists (select from legal_holds h where h.body_id = old.body_id and h.engagement_id = file and h.lifted_at is null) then
    raise exception 'RET-1: a legal hold stands on this file'
      using errcode = 'check_violation', constraint = 'ret_1_kept_until';
  end if;
  if coalesce(kept_until(old.body_id, file) >= current_date, false) then
    raise exception 'RET-1: this file is kept until %', kept_until(old.body_id, file)
      using errcode = 'check_violation', constraint = 'ret_1_kept_until';
  end if;
  return old;
end $$;
create trigger ret_1_engagement before delete on engagements for each row execute function refuse_early_deletion();
create trigger ret_1_entry before delete on record_entries for each row execute function refuse_early_deletion();
create trigger ret_1_evidence before delete on evidence for each row execute function refuse_early_deletion();
create trigger ret_1_report before delete on reports for each row execute function refuse_early_deletion();
create trigger ret_1_decision before delete on decisions for each row execute function refuse_early_deletion();
create trigger ret_1_certificate before delete on certificates for each row execute function refuse_early_deletion();

-- A client consents to the directory and to outside registers apart (PUB-2).
alter table consents drop constraint consents_extent;
alter table consents add constraint consents_extent check (extent in ('directory', 'outside_registers'));

-- Whether the body owes a monthly export to an accreditation register (EXT-1).
alter table bodies add column owes_export boolean not null default false;
grant update (owes_export) on bodies to assay_office;

-- What was exported of a month, byte for byte.
create table register_exports (
  body_id uuid not null constraint register_exports_body references bodies,
  id uuid not null,
  -- The first day of the month.
  month date not null constraint register_exports_month check (extract(day from month) = 1),
  included int not null,
  -- Certificates whose client does not consent.
  left_out int not null,
  csv bytea not null,
  sha256 bytea not null,
  by_person uuid not null constraint register_exports_person references people,
  at timestamptz not null,
  primary key (body_id, id)
);
create index register_exports_by_month on register_exports (body_id, month desc, id desc);
call wall_staff('register_exports');
grant select, insert on register_exports to assay_office;

-- A client asks that a certificate of another body be taken over, or that its own go to another body.
create table transfers (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  direction text not null constraint transfers_direction check (direction in ('in', 'out')),
  other_body text not null constraint transfers_other_body_given check (btrim(other_body) <> ''),
  certificate_number text not null default '',
  reasons text not null constraint transfers_reasons_given check (btrim(reasons) <> ''),
  asked_by uuid not null constraint transfers_person references people,
  asked_at timestamptz not null,
  -- Of a transfer out: the statement given, as it read.
  statement text not null default '',
  answered_by uuid constraint transfers_answerer references people,
  answered_at timestamptz,
  primary key (body_id, id),
  constraint transfers_by_engagement unique (body_id, client_id, engagement_id, id),
  constraint transfers_in_names_its_certificate check (direction = 'out' or btrim(certificate_number) <> ''),
  constraint transfers_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create unique index transfers_one_open on transfers (body_id, engagement_id) where answered_at is null;
create index transfers_by_engagement_newest on transfers (body_id, engagement_id, id desc);
call wall_staff('transfers');
call wall_client('transfers');
grant select, insert on transfers to assay_client;
grant select on transfers to assay_office, assay_audit, assay_panel;
grant update (statement, answered_by, answered_at) on transfers to assay_office;

-- The documented review before a certificate is taken over (TRF-1): written once.
create table transfer_reviews (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  transfer_id uuid not null,
  id uuid not null,
  certificate_number text not null,
  issuing_body text not null,
  accreditation_body text not null,
  accreditation_valid boolean not null,
  status text not null constraint transfer_reviews_status check (status in ('valid', 'suspended', 'withdrawn', 'expired')),
  status_checked_how text not null,
  status_checked_on date not null,
  reasons text not null,
  reports_seen text not null,
  nonconformities text not null,
  complaints text not null,
  -- Where the cycle stands; it and the expiry carry over.
  cycle_stage text not null constraint transfer_reviews_cycle_stage check (cycle_stage in
    ('after_initial', 'after_surveillance_1', 'after_surveillance_2')),
  issued_on date not null,
  expires_on date not null,
  outcome text not null constraint transfer_reviews_outcome check (outcome in ('take_over', 'decline')),
  outcome_reasons text not null constraint transfer_reviews_outcome_reasons check (btrim(outcome_reasons) <> ''),
  by_person uuid not null constraint transfer_reviews_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint transfer_reviews_once unique (body_id, transfer_id),
  constraint trf_1_only_valid_accredited_unsuspended check (outcome = 'decline' or accreditation_valid and status = 'valid'
    and expires_on > status_checked_on and btrim(certificate_number) <> '' and btrim(issuing_body) <> '' and btrim(accreditation_body) <> ''
    and btrim(status_checked_how) <> '' and btrim(reasons) <> '' and btrim(reports_seen) <> '' and btrim(nonconformities) <> ''
    and btrim(complaints) <> ''),
  constraint transfer_reviews_transfer foreign key (body_id, client_id, engagement_id, transfer_id)
    references transfers (body_id, client_id, engagement_id, id)
);
create index transfer_reviews_by_engagement on transfer_reviews (body_id, engagement_id, id desc);
call wall_staff('transfer_reviews');
grant select, insert on transfer_reviews to assay_office;
grant select on transfer_reviews to assay_audit, assay_panel;
