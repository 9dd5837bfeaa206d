//! The log again: every leaf against its entry, every tile and every checkpoint against the leaves, from the first.

use super::Found;
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::keys::{self, Purpose};
use crate::log::{broken, hash_of, kept};
use proofs::keys::PublicKey;
use proofs::log::{Checkpoint, Edge, Hash, Tile, Verifier};
use uuid::Uuid;

/// How many leaves are read in one step.
const STEP: i64 = 2_000;

/// A leaf, and the digest that its entry has now.
struct Leaf {
    place: i64,
    engagement_id: Uuid,
    seq: i64,
    hash: Vec<u8>,
    digest: Option<Vec<u8>>,
}

/// A checkpoint as it was kept.
struct Signed {
    size: i64,
    root: Vec<u8>,
    note: String,
}

/// Where the check has come to.
struct Walk {
    edge: Edge,
    /// How many leaves there were when it began.
    size: u64,
    keys: Vec<PublicKey>,
}

pub(super) async fn reread(db: &Db, house: &Actor, found: &mut Found) -> Result<()> {
    let begin = db.read(house, async |tx| Ok((end(tx).await?, log_keys(tx).await?))).await?;
    let (Some((size, end)), keys) = begin else { return Ok(()) };
    let mut walk = Walk { edge: Edge::default(), size, keys };
    while walk.edge.size() < size {
        let on = db.read(house, async |tx| step(tx, &mut walk, found).await).await?;
        if !on {
            return Ok(());
        }
    }
    if walk.edge.to_bytes() != end {
        found.wrong("The log: its end, from which it goes on, is not what its leaves make.".into());
    }
    Ok(())
}

/// The tree's size and edge as they are kept.
async fn end(tx: &mut Tx<'_>) -> Result<Option<(u64, Vec<u8>)>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!("select size, edge from log_edges where body_id = $1", body)
        .fetch_optional(tx.sql())
        .await?;
    Ok(row.map(|row| (row.size as u64, row.edge)))
}

async fn log_keys(tx: &mut Tx<'_>) -> Result<Vec<PublicKey>> {
    let body = tx.actor().body()?;
    let lines = keys::published(tx, body).await?;
    Ok(lines.into_iter().filter(|line| line.purpose == Purpose::Log).map(|l| l.public).collect())
}

/// The next leaves; false where the log cannot be read on.
async fn step(tx: &mut Tx<'_>, walk: &mut Walk, found: &mut Found) -> Result<bool> {
    let from = walk.edge.size();
    let leaves = leaves(tx, from, walk.size).await?;
    let mut hashes: Vec<Hash> = Vec::new();
    for leaf in &leaves {
        let (Ok(hash), true) =
            (leaf.hash.as_slice().try_into(), leaf.place as u64 == from + hashes.len() as u64)
        else {
            break;
        };
        against_its_entry(leaf, &hash, found);
        hashes.push(hash);
    }
    found.leaves += hashes.len() as i64;
    tiles(tx, walk, &hashes, found).await?;
    checkpoints(tx, walk, &hashes, found).await?;
    walk.edge = walk.edge.append(&hashes).map_err(broken)?.edge;
    let whole = hashes.len() as u64 == (walk.size - from).min(STEP as u64);
    if !whole {
        let (place, size) = (walk.edge.size(), walk.size);
        found.wrong(format!(
            "The log: its leaf {place} is gone; there were {size}. What comes after it could not be read again."
        ));
    }
    Ok(whole)
}

async fn leaves(tx: &mut Tx<'_>, from: u64, to: u64) -> Result<Vec<Leaf>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Leaf,
        r#"select l.place, l.engagement_id, l.seq, l.hash, e.digest as "digest?" from log_leaves l
           left join record_entries e on e.body_id = l.body_id and e.engagement_id = l.engagement_id and e.seq = l.seq
           where l.body_id = $1 and l.place >= $2 and l.place < $3 order by l.place limit $4"#,
        body,
        from as i64,
        to as i64,
        STEP
    )
    .fetch_all(tx.sql())
    .await?)
}

fn against_its_entry(leaf: &Leaf, hash: &Hash, found: &mut Found) {
    let digest = leaf.digest.as_deref().unwrap_or_default();
    let same = hash_of(leaf.engagement_id, leaf.seq, digest).is_ok_and(|made| made == *hash);
    if !same {
        let (place, seq, id) = (leaf.place, leaf.seq, leaf.engagement_id);
        found.wrong(format!(
            "The log: its leaf {place} is not the entry {seq} of the record {id} as that is now."
        ));
    }
}

/// Every tile that these leaves make or widen, against the one that is kept.
async fn tiles(tx: &mut Tx<'_>, walk: &Walk, hashes: &[Hash], found: &mut Found) -> Result<()> {
    let body = tx.actor().body()?;
    let made = walk.edge.append(hashes).map_err(broken)?.tiles;
    let asked: Vec<Tile> = made.iter().map(|(tile, _)| *tile).collect();
    let kept = kept(tx, body, &asked).await?;
    for (tile, bytes) in made {
        let there = kept.get(&(tile.level, tile.index));
        if !there.is_some_and(|there| there.starts_with(&bytes)) {
            let path = tile.path();
            found.wrong(format!("The log: its {path} is not what its leaves make."));
        }
    }
    Ok(())
}

/// Every checkpoint that was signed within these leaves: its root, and its signature.
async fn checkpoints(
    tx: &mut Tx<'_>,
    walk: &Walk,
    hashes: &[Hash],
    found: &mut Found,
) -> Result<()> {
    let (body, from) = (tx.actor().body()?, walk.edge.size() as usize);
    let signed = sqlx::query_as!(
        Signed,
        "select size, root, note from log_checkpoints where body_id = $1 and size > $2 and size <= $3 order by size, id",
        body,
        from as i64,
        (from + hashes.len()) as i64
    )
    .fetch_all(tx.sql())
    .await?;
    let mut edge = walk.edge.clone();
    for one in signed {
        let (have, want) = (edge.size() as usize - from, one.size as usize - from);
        edge = edge.append(&hashes[have..want]).map_err(broken)?.edge;
        if !holds(&one, &edge, &walk.keys) {
            let size = one.size;
            found.wrong(format!(
                "The log: its checkpoint of {size} entries is not what its leaves make, or not signed by the log’s key."
            ));
        }
    }
    Ok(())
}

/// Whether the checkpoint is of this tree and by one of these keys, under the name that it says.
fn holds(signed: &Signed, edge: &Edge, keys: &[PublicKey]) -> bool {
    let origin = signed.note.lines().next().unwrap_or_default();
    let opens =
        |key: &PublicKey| Checkpoint::open(&signed.note, &Verifier::new(origin, *key).ok()?).ok();
    signed.root == edge.root()
        && keys
            .iter()
            .find_map(opens)
            .is_some_and(|note| (note.size, note.root) == (edge.size(), edge.root()))
}
