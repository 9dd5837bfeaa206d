-- Audit time from a table with reasons (TIM-1, TIM-2), the fixed fee (TIM-7), the proposal with the
-- agreement (APP-3), and the programme of the cycle's audits (PRG-1).

-- A determination is never edited: a new one is a new row. Time is kept in half days.
create table determinations (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  table_key text not null,
  table_version text not null,
  table_checked boolean not null,
  -- Why a table is used that nobody has checked against the licensed text.
  unchecked_reason text not null default '',
  inputs jsonb not null,
  base_half_days int not null,
  adjustments jsonb not null,
  initial_half_days int not null constraint determinations_positive check (initial_half_days > 0),
  stage_1_half_days int not null,
  stage_2_half_days int not null,
  surveillance_half_days int not null,
  recertification_half_days int not null,
  by_person uuid not null constraint determinations_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint determinations_by_client unique (body_id, client_id, id),
  constraint determinations_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index determinations_by_engagement on determinations (body_id, engagement_id, id desc);
call wall_staff('determinations');
grant select, insert on determinations to assay_office;
grant select on determinations to assay_audit, assay_panel;

-- Money in minor units (pence, cents).
create table rate_cards (
  body_id uuid not null constraint rate_cards_body references bodies,
  id uuid not null,
  valid_from date not null,
  currency text not null constraint rate_cards_currency check (currency ~ '^[A-Z]{3}$'),
  day_rate_minor bigint not null constraint rate_cards_day_rate check (day_rate_minor > 0),
  application_minor bigint not null constraint rate_cards_application check (application_minor >= 0),
  certificate_minor bigint not null constraint rate_cards_certificate check (certificate_minor >= 0),
  by_person uuid constraint rate_cards_person references people,
  at timestamptz not null,
  primary key (body_id, id)
);
create index rate_cards_newest on rate_cards (body_id, valid_from desc);
call wall_staff('rate_cards');
grant select, insert on rate_cards to assay_office;

create table proposals (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  state text not null constraint proposals_state check (state in ('offered', 'accepted', 'declined', 'superseded')),
  number text not null,
  determination_id uuid not null,
  rate_card_id uuid not null,
  currency text not null,
  -- [{"label": …, "half_days": n|null, "amount_minor": n}], fixed when offered
  lines jsonb not null,
  total_minor bigint not null constraint proposals_total check (total_minor > 0),
  agreement_version text not null,
  agreement text not null,
  valid_until date not null,
  offered_by uuid not null constraint proposals_offerer references people,
  offered_at timestamptz not null,
  answered_by uuid constraint proposals_answerer references people,
  answered_at timestamptz,
  -- Why it was declined.
  answer text not null default '',
  -- The name that the signatory typed when accepting proposal and agreement (APP-3).
  signed_name text not null default '',
  primary key (body_id, id),
  constraint proposals_number_key unique (body_id, number),
  constraint proposals_by_client unique (body_id, client_id, id),
  constraint proposals_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id),
  constraint proposals_determination foreign key (body_id, client_id, determination_id)
    references determinations (body_id, client_id, id),
  constraint proposals_rate_card foreign key (body_id, rate_card_id) references rate_cards
);
-- One offer stands at a time, and one agreement is in force (APP-3, TIM-7).
create unique index proposals_one_offered on proposals (body_id, engagement_id) where state = 'offered';
create unique index proposals_one_accepted on proposals (body_id, engagement_id) where state = 'accepted';
create index proposals_by_engagement on proposals (body_id, engagement_id, id desc);
call wall_staff('proposals');
call wall_client('proposals');
grant select, insert, update on proposals to assay_office;
grant select on proposals to assay_audit, assay_panel;
grant select on proposals to assay_client;
grant update (state, version, answered_by, answered_at, answer, signed_name) on proposals to assay_client;

create table programmes (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  state text not null constraint programmes_state check (state in ('draft', 'in_force')),
  cycle int not null,
  made_by uuid not null constraint programmes_person references people,
  made_at timestamptz not null,
  primary key (body_id, id),
  constraint programmes_by_client unique (body_id, client_id, id),
  constraint programmes_one_per_cycle unique (body_id, engagement_id, cycle),
  constraint programmes_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_staff('programmes');
call wall_client('programmes');
grant select, insert, update on programmes to assay_office;
grant select on programmes to assay_audit, assay_panel, assay_client;

-- An audit of the programme. Team and plan hang on it; its state says how far it has come.
create table audits (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  programme_id uuid not null,
  id uuid not null,
  version int not null default 1,
  kind text not null constraint audits_kind check (kind in ('stage_1', 'stage_2', 'surveillance_1', 'surveillance_2', 'recertification')),
  cycle int not null,
  state text not null constraint audits_state check (state in ('programmed', 'planned', 'under_way', 'held', 'reported')),
  objectives text not null,
  criteria text not null,
  methods text not null,
  half_days int not null constraint audits_half_days check (half_days > 0),
  window_from date not null,
  window_to date not null,
  starts_on date,
  ends_on date,
  -- The team: forming -> told (the client may object) -> agreed
  team_state text not null default 'forming' constraint audits_team_state check (team_state in ('forming', 'told', 'agreed')),
  team_told_at timestamptz,
  team_agreed_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  reported_at timestamptz,
  primary key (body_id, id),
  constraint audits_by_client unique (body_id, client_id, id),
  constraint audits_by_engagement_id unique (body_id, client_id, engagement_id, id),
  constraint audits_one_of_a_kind unique (body_id, engagement_id, cycle, kind),
  constraint audits_window check (window_from <= window_to),
  constraint audits_programme foreign key (body_id, client_id, programme_id)
    references programmes (body_id, client_id, id),
  constraint audits_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index audits_by_state on audits (body_id, state, window_to);
call wall_staff('audits');
call wall_client('audits');
grant select, insert, update on audits to assay_office;
grant select, update on audits to assay_audit;
grant select on audits to assay_panel, assay_client;
grant update (version, state, starts_on, ends_on, team_state, team_agreed_at) on audits to assay_client;
