-- Key pairs of a body, one at a time per purpose, and what they signed: the attestation's bytes, its credential,
-- and the dated lists that say which attestations are suspended or withdrawn (CRT-5, CRT-6).

create table signing_keys (
  body_id uuid not null constraint signing_keys_body references bodies,
  id uuid not null,
  purpose text not null constraint signing_keys_purpose check (purpose in ('credential', 'decision', 'log')),
  public_key bytea not null constraint signing_keys_public_key check (octet_length(public_key) = 32),
  -- The private key, sealed under a key that is drawn from the installation's secret and lies in no table.
  sealed bytea not null,
  made_at timestamptz not null,
  -- Nobody: made by the house at first need.
  made_by uuid constraint signing_keys_made_by references people,
  retired_at timestamptz,
  retired_by uuid constraint signing_keys_retired_by references people,
  reason text not null default '',
  -- Retired because somebody else may have it: what it signed later than this counts for nothing.
  compromised boolean not null default false,
  primary key (body_id, id),
  constraint signing_keys_retired check ((retired_at is null) = (retired_by is null) and (retired_at is null or reason <> '')),
  constraint signing_keys_compromised check (not compromised or retired_at is not null)
);
create unique index signing_keys_one_in_use on signing_keys (body_id, purpose) where retired_at is null;
create index signing_keys_by_time on signing_keys (body_id, made_at desc);
call wall_staff('signing_keys');
grant select, insert on signing_keys to assay_office, assay_panel;
grant update (retired_at, retired_by, reason, compromised) on signing_keys to assay_office;
-- Public keys are public, the retired ones too: what they signed is checked for as long as it is held.
create policy published on signing_keys for select to assay_public using (true);
grant select (body_id, id, purpose, public_key, made_at, retired_at, compromised) on signing_keys to assay_public;

-- What was signed of an attestation. Those that were issued before bodies had keys have none of it.
alter table certificates
  add column key_id uuid,
  -- The exact bytes that were signed, and the signature over them.
  add column attestation_json bytea,
  add column signature bytea,
  add column credential text,
  -- The place of this revision in its body's status lists, taken at random.
  add column status_index int constraint certificates_status_index check (status_index between 0 and 131071),
  add constraint certificates_key foreign key (body_id, key_id) references signing_keys (body_id, id),
  add constraint certificates_status_index_key unique (body_id, status_index),
  add constraint certificates_signed_whole check (num_nulls(key_id, attestation_json, signature, credential, status_index) in (0, 5));
grant select (key_id, attestation_json, signature, credential, status_index, pdf) on certificates to assay_public;

-- Status lists as they were signed; the newest is served. Made with each change of a status, and anew every day.
create table status_lists (
  body_id uuid not null constraint status_lists_body references bodies,
  id uuid not null,
  purpose text not null constraint status_lists_purpose check (purpose in ('suspension', 'revocation')),
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  jwt text not null,
  primary key (body_id, id),
  constraint status_lists_validity check (valid_until > valid_from)
);
create index status_lists_newest on status_lists (body_id, purpose, id desc);
call wall_staff('status_lists');
grant select, insert on status_lists to assay_office, assay_panel;
create policy published on status_lists for select to assay_public using (true);
grant select on status_lists to assay_public;
