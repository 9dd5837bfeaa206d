//! Sealing: what stands on the records and not yet in the log is added to the tree, batch by batch, and the tree
//! signed. Business acts take no part in it and wait for nothing.

use super::{broken, houses};
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::keys::{self, Keyring, Purpose};
use proofs::log::{Checkpoint, Edge, Hash, LogEntry, NoteSigner, Tile, leaf_hash};
use uuid::Uuid;

/// Most entries that are sealed in one transaction.
const BATCH: i64 = 2_000;

/// An entry that is in no tree yet.
struct Unsealed {
    client_id: Uuid,
    engagement_id: Uuid,
    seq: i64,
    digest: Vec<u8>,
}

/// Seals what is new at every body and answers how many entries that were. Called again and again by the worker;
/// where two do it at once, one finds the other's turn and leaves that body to it.
///
/// # Errors
/// The first failure, once all bodies were tried.
pub async fn seal(db: &Db, ring: &Keyring, public_url: &str) -> Result<usize> {
    let (mut sealed, mut failed) = (0, None);
    for house in houses(db).await? {
        match of_body(db, &house.actor, ring, &house.log(public_url)).await {
            Ok(entries) => sealed += entries,
            Err(cause) => failed = failed.or(Some(cause)),
        }
    }
    failed.map_or(Ok(sealed), Err)
}

/// Seals what is new at one body.
pub(crate) async fn of_body(db: &Db, house: &Actor, ring: &Keyring, origin: &str) -> Result<usize> {
    if !db.read(house, is_behind).await? {
        return Ok(0);
    }
    let mut sealed = 0;
    loop {
        let some = db.write(house, async |tx| seal_some(tx, ring, origin).await).await?;
        sealed += some;
        if (some as i64) < BATCH {
            return Ok(sealed);
        }
    }
}

/// Whether a record is longer than what is sealed of it, or the newest checkpoint is by a key that was retired.
async fn is_behind(tx: &mut Tx<'_>) -> Result<bool> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from record_heads h
             left join log_records s on s.body_id = h.body_id and s.engagement_id = h.engagement_id
             where h.body_id = $1 and h.seq > coalesce(s.seq, 0))
           or coalesce((select k.retired_at is not null from log_checkpoints c
             join signing_keys k on k.body_id = c.body_id and k.id = c.key_id
             where c.body_id = $1 order by c.size desc, c.id desc limit 1), false) as "behind!""#,
        body
    )
    .fetch_one(tx.sql())
    .await?)
}

async fn seal_some(tx: &mut Tx<'_>, ring: &Keyring, origin: &str) -> Result<usize> {
    let Some(edge) = in_turn(tx).await? else { return Ok(0) };
    let entries = unsealed(tx).await?;
    let leaves = entries.iter().map(leaf).collect::<Result<Vec<Hash>>>()?;
    let appended = edge.append(&leaves).map_err(broken)?;
    if !entries.is_empty() {
        keep_leaves(tx, edge.size(), &entries, &leaves).await?;
        keep_tiles(tx, &appended.tiles).await?;
        move_on(tx, &edge, &appended.edge).await?;
    }
    if appended.edge.size() > 0 {
        sign(tx, ring, origin, &appended.edge).await?;
    }
    Ok(entries.len())
}

/// The tree's edge, held until the end of the transaction; none while somebody else holds it.
async fn in_turn(tx: &mut Tx<'_>) -> Result<Option<Edge>> {
    let body = tx.actor().body()?;
    let nothing = Edge::default().to_bytes();
    sqlx::query!(
        "insert into log_edges (body_id, size, edge) values ($1, 0, $2) on conflict do nothing",
        body,
        nothing
    )
    .execute(tx.sql())
    .await?;
    let edge = sqlx::query_scalar!(
        "select edge from log_edges where body_id = $1 for update skip locked",
        body
    )
    .fetch_optional(tx.sql())
    .await?;
    edge.map(|edge| Edge::from_bytes(&edge).map_err(broken)).transpose()
}

/// What is on the records and not in the tree: record after record, each in its own order.
async fn unsealed(tx: &mut Tx<'_>) -> Result<Vec<Unsealed>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Unsealed,
        "select e.client_id, e.engagement_id, e.seq, e.digest from record_heads h
         left join log_records s on s.body_id = h.body_id and s.engagement_id = h.engagement_id
         cross join lateral (select r.client_id, r.engagement_id, r.seq, r.digest from record_entries r
           where r.body_id = h.body_id and r.engagement_id = h.engagement_id and r.seq > coalesce(s.seq, 0)
           order by r.seq limit $2) e
         where h.body_id = $1 and h.seq > coalesce(s.seq, 0) order by h.engagement_id, e.seq limit $2",
        body,
        BATCH
    )
    .fetch_all(tx.sql())
    .await?)
}

fn leaf(entry: &Unsealed) -> Result<Hash> {
    hash_of(entry.engagement_id, entry.seq, &entry.digest)
}

/// The leaf's hash of a record's entry.
pub(crate) fn hash_of(engagement: Uuid, seq: i64, digest: &[u8]) -> Result<Hash> {
    Ok(leaf_hash(&entry_bytes(engagement, seq, digest)?))
}

/// The leaf of a record's entry, byte for byte.
pub(super) fn entry_bytes(engagement: Uuid, seq: i64, digest: &[u8]) -> Result<Vec<u8>> {
    let digest =
        digest.try_into().map_err(|_| Error::Fault("a digest of another length".into()))?;
    let entry = LogEntry { engagement: engagement.to_string(), seq: seq as u64, digest };
    entry.bytes().map_err(broken)
}

async fn keep_leaves(
    tx: &mut Tx<'_>,
    from: u64,
    entries: &[Unsealed],
    leaves: &[Hash],
) -> Result<()> {
    let (body, from) = (tx.actor().body()?, from as i64);
    let clients: Vec<Uuid> = entries.iter().map(|entry| entry.client_id).collect();
    let engagements: Vec<Uuid> = entries.iter().map(|entry| entry.engagement_id).collect();
    let seqs: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
    let hashes: Vec<Vec<u8>> = leaves.iter().map(|leaf| leaf.to_vec()).collect();
    sqlx::query!(
        "insert into log_leaves (body_id, place, engagement_id, seq, hash)
         select $1, $2 + t.turn - 1, t.engagement_id, t.seq, t.hash
         from unnest($3::uuid[], $4::bigint[], $5::bytea[]) with ordinality as t (engagement_id, seq, hash, turn)",
        body,
        from,
        &engagements,
        &seqs,
        &hashes
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "insert into log_records (body_id, client_id, engagement_id, seq)
         select $1, t.client_id, t.engagement_id, max(t.seq)
         from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as t (client_id, engagement_id, seq) group by 2, 3
         on conflict (body_id, engagement_id) do update set seq = excluded.seq",
        body,
        &clients,
        &engagements,
        &seqs
    )
    .execute(tx.sql())
    .await?;
    name_attested(tx, from).await
}

/// Which of the new leaves are decisions that issued an attestation.
async fn name_attested(tx: &mut Tx<'_>, from: i64) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "insert into log_attested (body_id, number, revision, place, engagement_id, seq, digest)
         select l.body_id, c.number, c.revision, l.place, l.engagement_id, l.seq, e.digest
         from log_leaves l
         join record_entries e on e.body_id = l.body_id and e.engagement_id = l.engagement_id and e.seq = l.seq and e.act = 'case_decided'
         join decisions d on d.body_id = e.body_id and d.engagement_id = e.engagement_id
           and strpos(e.touched, 'record ' || d.case_id || ' ') > 0
         join certificates c on c.body_id = d.body_id and c.decision_id = d.id
         where l.body_id = $1 and l.place >= $2 on conflict do nothing",
        body,
        from
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn keep_tiles(tx: &mut Tx<'_>, tiles: &[(Tile, Vec<u8>)]) -> Result<()> {
    let body = tx.actor().body()?;
    let levels: Vec<i16> = tiles.iter().map(|(tile, _)| i16::from(tile.level)).collect();
    let places: Vec<i64> = tiles.iter().map(|(tile, _)| tile.index as i64).collect();
    let hashes: Vec<Vec<u8>> = tiles.iter().map(|(_, bytes)| bytes.clone()).collect();
    sqlx::query!(
        "insert into log_tiles (body_id, level, place, hashes)
         select $1, t.level, t.place, t.hashes from unnest($2::smallint[], $3::bigint[], $4::bytea[]) as t (level, place, hashes)
         on conflict (body_id, level, place) do update set hashes = excluded.hashes",
        body,
        &levels,
        &places,
        &hashes
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn move_on(tx: &mut Tx<'_>, from: &Edge, to: &Edge) -> Result<()> {
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update log_edges set size = $3, edge = $4 where body_id = $1 and size = $2",
        body,
        from.size() as i64,
        to.size() as i64,
        to.to_bytes()
    )
    .execute(tx.sql())
    .await?;
    match moved.rows_affected() {
        1 => Ok(()),
        _ => Err(Error::Stale("The log was sealed by somebody else meanwhile.".into())),
    }
}

/// Signs the tree at this size. A size that this key signed already stays as it is.
async fn sign(tx: &mut Tx<'_>, ring: &Keyring, origin: &str, edge: &Edge) -> Result<()> {
    let key = keys::in_use(tx, ring, Purpose::Log).await?;
    let signer = NoteSigner::new(origin, &key.signing).map_err(broken)?;
    let checkpoint = Checkpoint { origin: origin.into(), size: edge.size(), root: edge.root() };
    let note = checkpoint.sign(&signer).map_err(broken)?;
    let (body, id, now) = (tx.actor().body()?, tx.new_id(), tx.now());
    sqlx::query!(
        "insert into log_checkpoints (body_id, id, size, root, note, key_id, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (body_id, size, key_id) do nothing",
        body,
        id,
        checkpoint.size as i64,
        checkpoint.root.as_slice(),
        note,
        key.id,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
