//! What anyone may read of a body's log: its newest checkpoint, its tiles, and the keys that sign it.

use crate::db::Tx;
use crate::error::Result;
use crate::keys::{self, KeyLine, Purpose};
use proofs::log::{Tile, Verifier};
use time::OffsetDateTime;
use uuid::Uuid;

use super::broken;

/// What the log was when it was last signed.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub id: Uuid,
    /// How many leaves.
    pub size: i64,
    pub root: Vec<u8>,
    /// The checkpoint, byte for byte.
    pub note: String,
    pub at: OffsetDateTime,
}

/// A body's newest checkpoint; none while nothing was sealed.
pub async fn newest(tx: &mut Tx<'_>, body: Uuid) -> Result<Option<Sealed>> {
    Ok(sqlx::query_as!(
        Sealed,
        "select id, size, root, note, at from log_checkpoints where body_id = $1 order by size desc, id desc limit 1",
        body
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// A tile's bytes, as wide as it is asked for; none where the log has not come so far.
pub async fn tile(tx: &mut Tx<'_>, body: Uuid, tile: Tile) -> Result<Option<Vec<u8>>> {
    let place = i64::try_from(tile.index).unwrap_or(i64::MAX);
    Ok(sqlx::query_scalar!(
        r#"select substring(hashes from 1 for $4) as "hashes!" from log_tiles
           where body_id = $1 and level = $2 and place = $3 and octet_length(hashes) >= $4"#,
        body,
        i16::from(tile.level),
        place,
        32 * i32::from(tile.width)
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// The keys that sign or signed the log of this name, the newest first, each with its line.
pub async fn verifiers(
    tx: &mut Tx<'_>,
    body: Uuid,
    origin: &str,
) -> Result<Vec<(Verifier, KeyLine)>> {
    let lines = keys::published(tx, body).await?;
    let of_log = lines.into_iter().filter(|line| line.purpose == Purpose::Log);
    of_log.map(|line| Ok((Verifier::new(origin, line.public).map_err(broken)?, line))).collect()
}
