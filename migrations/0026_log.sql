-- The log of each body: one Merkle tree over the digests of its records' entries, sealed behind the transactions and
-- published as tiles and signed checkpoints; what of it was mailed to the body; and the runs in which everything
-- issued and sealed is read again. Digests only.

-- Where a tree ends: all that appending needs. Whoever seals holds this row, so that a tree never forks.
create table log_edges (
  body_id uuid not null constraint log_edges_body references bodies,
  size bigint not null constraint log_edges_size check (size >= 0),
  edge bytea not null,
  primary key (body_id)
);
call wall_staff('log_edges');
grant select, insert, update (size, edge) on log_edges to assay_office;

-- How far each record is sealed. Held against record_heads, so that what is new is found by the two keys.
create table log_records (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  seq bigint not null constraint log_records_seq check (seq > 0),
  primary key (body_id, engagement_id),
  constraint log_records_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
call wall_staff('log_records');
grant select, insert, update (seq) on log_records to assay_office;

-- The leaves, from place 0 on: which entry stands where, and its leaf's hash.
create table log_leaves (
  body_id uuid not null,
  place bigint not null constraint log_leaves_place check (place >= 0),
  engagement_id uuid not null,
  seq bigint not null,
  hash bytea not null constraint log_leaves_hash check (octet_length(hash) = 32),
  primary key (body_id, place),
  constraint log_leaves_once unique (body_id, engagement_id, seq),
  constraint log_leaves_entry foreign key (body_id, engagement_id, seq)
    references record_entries (body_id, engagement_id, seq)
);
call wall_staff('log_leaves');
grant select, insert on log_leaves to assay_office;

-- The tiles, each kept at its widest; a narrower one is its beginning. For anyone.
create table log_tiles (
  body_id uuid not null constraint log_tiles_body references bodies,
  level smallint not null constraint log_tiles_level check (level between 0 and 7),
  place bigint not null constraint log_tiles_place check (place >= 0),
  hashes bytea not null constraint log_tiles_width check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (body_id, level, place)
);
call wall_staff('log_tiles');
grant select, insert, update (hashes) on log_tiles to assay_office;
create policy published on log_tiles for select to assay_public using (true);
grant select on log_tiles to assay_public;

-- A tile only grows, whoever writes it.
create function log_tile_grows() returns trigger language plpgsql as $$
begin
  if octet_length(new.hashes) <= octet_length(old.hashes)
    or substring(new.hashes from 1 for octet_length(old.hashes)) <> old.hashes then
    raise exception 'a tile of the log only grows';
  end if;
  return new;
end $$;
create trigger log_tile_grows before update on log_tiles for each row execute function log_tile_grows();

-- What the log was at each size, as it was signed. For anyone.
create table log_checkpoints (
  body_id uuid not null,
  id uuid not null,
  size bigint not null constraint log_checkpoints_size check (size > 0),
  root bytea not null constraint log_checkpoints_root check (octet_length(root) = 32),
  note text not null,
  key_id uuid not null,
  at timestamptz not null,
  primary key (body_id, id),
  -- One size has one root, however often and by whichever key it is signed.
  constraint log_checkpoints_once unique (body_id, size, key_id),
  constraint log_checkpoints_key foreign key (body_id, key_id) references signing_keys (body_id, id)
);
create index log_checkpoints_newest on log_checkpoints (body_id, size desc, id desc);
call wall_staff('log_checkpoints');
grant select, insert on log_checkpoints to assay_office;
create policy published on log_checkpoints for select to assay_public using (true);
grant select on log_checkpoints to assay_public;

-- Which leaf is the decision behind an attestation: published with it, so that anyone may ask for its proof.
create table log_attested (
  body_id uuid not null,
  number text not null,
  revision int not null,
  place bigint not null,
  engagement_id uuid not null,
  seq bigint not null,
  digest bytea not null constraint log_attested_digest check (octet_length(digest) = 32),
  primary key (body_id, number, revision),
  constraint log_attested_leaf foreign key (body_id, place) references log_leaves (body_id, place)
);
call wall_staff('log_attested');
grant select, insert on log_attested to assay_office;
create policy published on log_attested for select to assay_public using (true);
grant select on log_attested to assay_public;

-- Which checkpoint went to the body's own people on which of its days: the body is the witness.
create table log_mails (
  body_id uuid not null,
  on_date date not null,
  checkpoint_id uuid not null,
  at timestamptz not null,
  primary key (body_id, on_date),
  constraint log_mails_checkpoint foreign key (body_id, checkpoint_id) references log_checkpoints (body_id, id)
);
call wall_staff('log_mails');
grant select, insert on log_mails to assay_office;

-- The nights on which everything issued and sealed was read again, and what was wrong then.
create table rereadings (
  body_id uuid not null constraint rereadings_body references bodies,
  id uuid not null,
  on_date date not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  attestations bigint not null,
  records bigint not null,
  entries bigint not null,
  leaves bigint not null,
  -- One sentence each; the first hundred, and how many there were in all.
  wrong text[] not null,
  wrong_in_all bigint not null,
  primary key (body_id, id),
  constraint rereadings_once unique (body_id, on_date)
);
call wall_staff('rereadings');
grant select, insert on rereadings to assay_office;
