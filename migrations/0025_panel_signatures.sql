-- The panel member signs with an own key: passkeys and one-time codes of a person, what waits to be signed, and
-- the statement with its signature on every vote (DEC-3, DEC-6).

-- A person's passkeys. They belong to the person, not to a body; the door alone reaches them.
create table passkeys (
  id uuid primary key,
  person_id uuid not null constraint passkeys_person references people,
  name text not null constraint passkeys_name_given check (name <> ''),
  -- The authenticator's own name for it, and its public key as COSE writes it.
  credential_id bytea not null constraint passkeys_credential unique constraint passkeys_credential_length check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null,
  -- How often it has signed, as it says itself; 0 for ever where it does not count.
  sign_count bigint not null constraint passkeys_sign_count check (sign_count >= 0),
  added_at timestamptz not null,
  used_at timestamptz,
  -- Removed, never deleted: what it signed names it.
  removed_at timestamptz
);
create index passkeys_by_person on passkeys (person_id, added_at);
grant select, insert on passkeys to assay_door;
grant update (sign_count, used_at, removed_at) on passkeys to assay_door;

-- A passkey about to be made: the challenge that the authenticator answers, once.
create table passkey_offers (
  id uuid primary key,
  person_id uuid not null constraint passkey_offers_person references people,
  name text not null,
  challenge bytea not null constraint passkey_offers_challenge check (octet_length(challenge) = 32),
  made_at timestamptz not null,
  used_at timestamptz
);
create index passkey_offers_by_person on passkey_offers (person_id);
grant select, insert on passkey_offers to assay_door;
grant update (used_at) on passkey_offers to assay_door;

-- A person's one-time codes (RFC 6238): a secret, sealed to its owner under a key that lies in no table. It counts
-- once a code of it was shown; a removed one keeps its dates and loses its secret.
create table one_time_codes (
  id uuid primary key,
  person_id uuid not null constraint one_time_codes_person references people,
  sealed bytea,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  used_at timestamptz,
  removed_at timestamptz,
  constraint one_time_codes_sealed check ((sealed is null) = (removed_at is not null))
);
create unique index one_time_codes_one_in_use on one_time_codes (person_id) where removed_at is null and confirmed_at is not null;
create unique index one_time_codes_one_to_confirm on one_time_codes (person_id) where removed_at is null and confirmed_at is null;
create index one_time_codes_by_person on one_time_codes (person_id);
grant select, insert on one_time_codes to assay_door;
grant update (sealed, confirmed_at, used_at, removed_at) on one_time_codes to assay_door;

-- Which half minutes' codes were used: each counts once, whatever the clock says afterwards.
create table one_time_steps (
  code_id uuid not null constraint one_time_steps_code references one_time_codes,
  step bigint not null,
  used_at timestamptz not null,
  primary key (code_id, step)
);
grant select, insert on one_time_steps to assay_door;

-- What waits to be signed: the exact bytes that the page showed, for one member, once, for ten minutes.
create table signing_intents (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  person_id uuid not null constraint signing_intents_person references people,
  factor text not null constraint signing_intents_factor check (factor in ('passkey', 'password and one-time code')),
  statement bytea not null,
  made_at timestamptz not null,
  until timestamptz not null constraint signing_intents_until check (until > made_at),
  used_at timestamptz,
  primary key (body_id, id),
  constraint signing_intents_case foreign key (body_id, client_id, engagement_id, case_id) references cases (body_id, client_id, engagement_id, id)
);
create index signing_intents_by_case on signing_intents (body_id, case_id, id);
call wall_staff('signing_intents');
-- A colleague's unsigned words are nobody else's, be it on the same panel.
create policy own_intents on signing_intents as restrictive to assay_panel
  using (person_id = nullif(current_setting('app.person', true), '')::uuid)
  with check (person_id = nullif(current_setting('app.person', true), '')::uuid);
grant select, insert on signing_intents to assay_panel;
grant update (used_at) on signing_intents to assay_panel;

-- Every vote with the statement that was signed and its signature: enough to verify it off line, for ever.
alter table votes
  drop constraint votes_factor,
  add constraint votes_factor check (factor in ('password', 'passkey', 'password and one-time code')),
  add column intent_id uuid,
  add column signed_statement bytea,
  add column signature jsonb,
  add constraint votes_intent foreign key (body_id, intent_id) references signing_intents (body_id, id),
  add constraint votes_intent_once unique (body_id, intent_id),
  -- 'password' alone stays for what was signed before there were statements.
  add constraint votes_signed_whole check (num_nulls(intent_id, signed_statement, signature) = case when factor = 'password' then 3 else 0 end);
