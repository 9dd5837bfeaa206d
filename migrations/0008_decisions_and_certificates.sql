-- The independent decision (DEC) and what a grant issues (CRT). The client's room has no right on
-- anything of the panel. The strongest gates stand here as well as in the program: whoever was on an
-- audit team of the cycle has no seat and no vote (IMP-1, DEC-1), one decision per case and one
-- certificate per decision (DEC-6), none without a positive decision or dated before it (CRT-2).

create table cases (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  kind text not null constraint cases_kind check (kind in ('initial')),
  cycle int not null,
  state text not null constraint cases_state check (state in ('open', 'decided')),
  opened_by uuid not null constraint cases_person references people,
  opened_at timestamptz not null,
  primary key (body_id, id),
  constraint cases_by_client unique (body_id, client_id, id),
  constraint cases_by_engagement unique (body_id, client_id, engagement_id, id),
  constraint cases_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create unique index cases_one_open on cases (body_id, engagement_id) where state = 'open';
create index cases_by_state on cases (body_id, state, opened_at);
call wall_staff('cases');
grant select, insert, update on cases to assay_office;
grant select, update on cases to assay_panel;
grant select on cases to assay_audit;
-- A client's act may change the record of an open case; to void signatures its room must know the case, not read it.

create table panel_seats (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint panel_seats_person references people,
  chair boolean not null,
  appointed_by uuid not null constraint panel_seats_appointer references people,
  appointed_at timestamptz not null,
  released_at timestamptz,
  release_reason text not null default '',
  primary key (body_id, id),
  constraint panel_seats_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id)
);
create unique index panel_seats_once on panel_seats (body_id, case_id, person_id) where released_at is null;
create unique index panel_seats_one_chair on panel_seats (body_id, case_id) where chair and released_at is null;
create index panel_seats_by_person on panel_seats (body_id, person_id, case_id);
call wall_staff('panel_seats');
grant select, insert, update on panel_seats to assay_office;
grant select on panel_seats to assay_audit, assay_panel;

create function refuse_audit_team() returns trigger language plpgsql as $$
begin
  if exists (select from team_members t where t.body_id = new.body_id
      and t.engagement_id = new.engagement_id and t.person_id = new.person_id) then
    raise exception 'IMP-1: this person took part in an audit of this client in the current cycle'
      using errcode = 'check_violation', constraint = 'imp_1_audit_team_never_decides';
  end if;
  return new;
end $$;
create trigger imp_1_seat before insert or update on panel_seats
  for each row when (new.released_at is null) execute function refuse_audit_team();

create table questions (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  text text not null constraint questions_text_given check (text <> ''),
  asked_by uuid not null constraint questions_asker references people,
  asked_at timestamptz not null,
  answer text not null default '',
  answered_by uuid constraint questions_answerer references people,
  answered_at timestamptz,
  primary key (body_id, id),
  constraint questions_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id)
);
create index questions_by_case on questions (body_id, case_id, id);
call wall_staff('questions');
grant select, insert on questions to assay_panel;
grant select on questions to assay_office, assay_audit;
grant update (answer, answered_by, answered_at) on questions to assay_audit;

-- The panel's deliberation: read and written in the panel's room only.
create table deliberations (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  text text not null constraint deliberations_text_given check (text <> ''),
  by_person uuid not null constraint deliberations_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint deliberations_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id)
);
create index deliberations_by_case on deliberations (body_id, case_id, id);
call wall_staff('deliberations');
grant select, insert on deliberations to assay_panel;

-- The canonical list of everything in the file, as it stood when somebody signed over its digest.
create table manifests (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  digest bytea not null,
  lines text not null,
  at timestamptz not null,
  primary key (body_id, case_id, digest),
  constraint manifests_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id)
);
call wall_staff('manifests');
grant select, insert on manifests to assay_panel;
grant select on manifests to assay_office;

create table votes (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint votes_person references people,
  chair boolean not null,
  vote text not null constraint votes_vote check (vote in ('grant', 'refuse')),
  reason text not null constraint votes_reason_given check (reason <> ''),
  -- The sentences the member ticked, as they stood on the page.
  statements text[] not null,
  factor text not null constraint votes_factor check (factor in ('password')),
  record_digest bytea not null,
  signed_at timestamptz not null,
  primary key (body_id, id),
  constraint votes_by_client unique (body_id, client_id, id),
  constraint votes_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id),
  constraint votes_manifest foreign key (body_id, case_id, record_digest)
    references manifests (body_id, case_id, digest),
  -- One signature per member over one state of the record.
  constraint votes_once unique (body_id, case_id, person_id, record_digest)
);
create index votes_by_case on votes (body_id, case_id, id);
call wall_staff('votes');
grant select, insert on votes to assay_panel;
grant select on votes to assay_office;
create trigger imp_1_vote before insert on votes for each row execute function refuse_audit_team();

-- A signature over a record that has changed since no longer counts (DEC-3).
create table vote_voids (
  body_id uuid not null,
  client_id uuid not null,
  vote_id uuid not null,
  because text not null,
  at timestamptz not null,
  primary key (body_id, vote_id),
  constraint vote_voids_vote foreign key (body_id, client_id, vote_id) references votes (body_id, client_id, id)
);
call wall_staff('vote_voids');
grant select, insert on vote_voids to assay_panel;
grant select on vote_voids to assay_office;

create table decisions (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  outcome text not null constraint decisions_outcome check (outcome in
    ('grant', 'refuse', 'maintain', 'extend', 'reduce', 'suspend', 'restore', 'withdraw', 'renew')),
  reasons text not null constraint decisions_reasons_given check (reasons <> ''),
  asked_for text not null default '',
  decided_on date not null,
  decided_at timestamptz not null,
  decided_by uuid not null constraint decisions_chair references people,
  record_digest bytea not null,
  primary key (body_id, id),
  constraint decisions_one_per_case unique (body_id, case_id),
  constraint decisions_for_certificate unique (body_id, client_id, engagement_id, id, outcome, decided_on),
  constraint decisions_case foreign key (body_id, client_id, engagement_id, case_id)
    references cases (body_id, client_id, engagement_id, id)
);
call wall_staff('decisions');
grant select, insert on decisions to assay_panel;
grant select on decisions to assay_office, assay_audit;

create table certificates (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  -- Repeated from the decision and held by the foreign key, so that the two checks below can be made.
  outcome text not null constraint certificates_positive_decision check (outcome in ('grant', 'extend', 'reduce', 'restore', 'renew')),
  decided_on date not null,
  number text not null,
  revision int not null,
  client_name text not null,
  client_name_norm text not null,
  standard text not null,
  scope text not null,
  country text not null,
  effective_on date not null constraint certificates_never_back_dated check (effective_on >= decided_on),
  expires_on date not null constraint certificates_expiry check (expires_on > effective_on),
  issued_at timestamptz not null,
  -- What the document says, frozen, and the document itself (CRT-5).
  content jsonb not null,
  content_digest bytea not null,
  pdf bytea not null,
  pdf_sha256 bytea not null,
  demonstration boolean not null,
  -- The client's written consent to the public directory (PUB-2); without it only the number answers.
  listed boolean not null default false,
  primary key (body_id, id),
  constraint certificates_by_client unique (body_id, client_id, id),
  constraint certificates_one_per_decision unique (body_id, decision_id),
  constraint certificates_number_key unique (number, revision),
  constraint certificates_decision foreign key (body_id, client_id, engagement_id, decision_id, outcome, decided_on)
    references decisions (body_id, client_id, engagement_id, id, outcome, decided_on)
);
-- In byte order, so that a name's beginning is found by the index.
create index certificates_directory on certificates (client_name_norm collate "C", number) where listed;
create index certificates_directory_of_body on certificates (body_id, client_name_norm collate "C", number) where listed;
create index certificates_by_engagement on certificates (body_id, engagement_id, revision desc);
call wall_staff('certificates');
call wall_client('certificates');
grant select, insert on certificates to assay_panel;
grant select on certificates to assay_office, assay_audit, assay_client;
grant update (listed) on certificates to assay_client;
-- The register answers for any number of any body; these columns and no more, and no document by listing.
create policy by_number on certificates for select to assay_public using (true);
grant select (body_id, id, number, revision, client_name, client_name_norm, standard, scope, country,
  effective_on, expires_on, decided_on, issued_at, content, content_digest, pdf_sha256, demonstration, listed)
  on certificates to assay_public;

-- The last number given in a year: locked by whoever takes the next one, so that no number comes twice.
create table certificate_counters (
  body_id uuid not null constraint certificate_counters_body references bodies,
  year int not null,
  last int not null,
  primary key (body_id, year)
);
call wall_staff('certificate_counters');
grant select, insert, update on certificate_counters to assay_panel;

-- Written consent of the client to publicity, with its extent (PUB-2). Newest counts.
create table consents (
  body_id uuid not null,
  client_id uuid not null,
  id uuid not null,
  extent text not null constraint consents_extent check (extent in ('directory')),
  given boolean not null,
  by_person uuid not null constraint consents_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint consents_client foreign key (body_id, client_id) references clients
);
create index consents_newest on consents (body_id, client_id, extent, id desc);
call wall_staff('consents');
call wall_client('consents');
grant select, insert on consents to assay_client;
grant select on consents to assay_office, assay_panel;

-- What falls due in the cycle, counted from the decision.
create table deadlines (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  kind text not null constraint deadlines_kind check (kind in ('surveillance_1', 'surveillance_2', 'recertification')),
  cycle int not null,
  opens_on date not null,
  due_on date not null,
  because text not null,
  done_on date,
  primary key (body_id, id),
  constraint deadlines_once unique (body_id, engagement_id, cycle, kind),
  constraint deadlines_window check (opens_on <= due_on),
  constraint deadlines_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index deadlines_falling_due on deadlines (body_id, due_on, id) where done_on is null;
call wall_staff('deadlines');
call wall_client('deadlines');
grant select, insert on deadlines to assay_panel;
grant select, update on deadlines to assay_office;
grant select on deadlines to assay_audit, assay_client;
