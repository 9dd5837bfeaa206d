//! What the body's log proves of a record: its newest checkpoint, and the proof of each entry under it.

use crate::db::Tx;
use crate::error::Result;
use crate::log::{broken, kept, newest, verifiers};
use proofs::log::{Checkpoint, Proof, Tile, Verifier, inclusion, tiles_of};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The checkpoint, by which key, and the proofs by the entries' numbers.
pub(super) struct Proven {
    pub(super) note: String,
    pub(super) log: Verifier,
    pub(super) proofs: Vec<(u64, Proof)>,
}

/// None while nothing of this body is sealed.
pub(super) async fn proven(
    tx: &mut Tx<'_>,
    engagement: Uuid,
    origin: &str,
) -> Result<Option<Proven>> {
    let body = tx.actor().body()?;
    let Some(sealed) = newest(tx, body).await? else { return Ok(None) };
    let keys = verifiers(tx, body, origin).await?;
    let by = keys.into_iter().find(|(key, _)| Checkpoint::open(&sealed.note, key).is_ok());
    let Some((log, _)) = by else { return Ok(None) };
    let places = places(tx, engagement, sealed.size).await?;
    let size = sealed.size as u64;
    let mut needed = BTreeSet::new();
    for (_, place) in &places {
        needed.extend(tiles_of(|read| inclusion(*place, size, read)).map_err(broken)?);
    }
    let needed: Vec<Tile> = needed.into_iter().collect();
    let kept = kept(tx, body, &needed).await?;
    let mut read = |tile: Tile| kept.get(&(tile.level, tile.index)).cloned();
    let mut proofs = Vec::new();
    for (seq, index) in places {
        let path = inclusion(index, size, &mut read).map_err(broken)?;
        proofs.push((seq, Proof { extra: None, index, path, checkpoint: sealed.note.clone() }));
    }
    Ok(Some(Proven { note: sealed.note, log, proofs }))
}

/// The record's entries that are under the checkpoint, with their leaves' places.
async fn places(tx: &mut Tx<'_>, engagement: Uuid, size: i64) -> Result<Vec<(u64, u64)>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select seq, place from log_leaves where body_id = $1 and engagement_id = $2 and place < $3 order by seq",
        body,
        engagement,
        size
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| (row.seq as u64, row.place as u64)).collect())
}
