//! The proof that the decision behind an attestation is in its body's log.

use super::sealing::entry_bytes;
use super::{broken, kept};
use crate::db::Tx;
use crate::error::Result;
use proofs::log::{Proof, inclusion, tiles_of};

/// The body's newest checkpoint, and the proof that the record's entry of the decision that issued this revision is
/// under it, both as text; none while that entry is not sealed. For anyone.
pub async fn proof_of(
    tx: &mut Tx<'_>,
    number: &str,
    revision: i32,
) -> Result<Option<(String, String)>> {
    let row = sqlx::query!(
        "select a.body_id, a.place, a.engagement_id, a.seq, a.digest, c.size, c.note from log_attested a
         cross join lateral (select k.size, k.note from log_checkpoints k where k.body_id = a.body_id
           order by k.size desc, k.id desc limit 1) c
         where a.number = $1 and a.revision = $2 and c.size > a.place",
        number,
        revision
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (index, size) = (row.place as u64, row.size as u64);
    let needed = tiles_of(|read| inclusion(index, size, read)).map_err(broken)?;
    let kept = kept(tx, row.body_id, &needed).await?;
    let mut read = |tile: proofs::log::Tile| kept.get(&(tile.level, tile.index)).cloned();
    let path = inclusion(index, size, &mut read).map_err(broken)?;
    let extra = Some(entry_bytes(row.engagement_id, row.seq, &row.digest)?);
    let proof = Proof { extra, index, path, checkpoint: row.note.clone() };
    Ok(Some((row.note, proof.text())))
}
