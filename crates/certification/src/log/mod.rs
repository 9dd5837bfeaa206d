//! The log of each body: one Merkle tree over the digests of its records' entries, sealed behind the transactions
//! and published, so that nobody who runs the installation can change a record, or leave something out, unseen
//! (RET-2). Digests only.

mod mail;
mod proving;
mod published;
mod sealing;
#[cfg(test)]
mod tests;

pub use mail::tell;
pub use proving::proof_of;
pub use published::{Sealed, newest, tile, verifiers};
pub use sealing::seal;
pub(crate) use sealing::{hash_of, of_body as seal_body};

use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::keys::Identity;
use crate::zone::Zone;
use proofs::log::{Broken, Tile};
use std::collections::HashMap;
use uuid::Uuid;

/// The house at a body, and how the body is named.
pub(crate) struct House {
    pub(crate) actor: Actor,
    /// The body's part of an address.
    pub(crate) slug: String,
    domain: Option<String>,
}

impl House {
    /// The name of the body's log, on the installation with this address.
    pub(crate) fn log(&self, public_url: &str) -> String {
        Identity::of(public_url, &self.slug, self.domain.as_deref()).log()
    }
}

/// The house at every body.
pub(crate) async fn houses(db: &Db) -> Result<Vec<House>> {
    db.read(&Actor::nobody(Room::Public, None), async |tx| {
        let bodies = sqlx::query!("select id, slug, time_zone, domain from bodies order by id")
            .fetch_all(tx.sql())
            .await?;
        let house = |id, zone: &str| Actor::house(id).in_zone(Zone::of_body(zone));
        Ok(bodies
            .into_iter()
            .map(|b| House { actor: house(b.id, &b.time_zone), slug: b.slug, domain: b.domain })
            .collect())
    })
    .await
}

/// What cannot be, since only sealing writes here.
pub(crate) fn broken(cause: Broken) -> Error {
    Error::Fault(format!("the log does not hold together: {cause}"))
}

/// Tiles as they are kept, by level and place; each at its widest.
pub(crate) type Kept = HashMap<(u8, u64), Vec<u8>>;

/// These tiles of a body, in one statement.
pub(crate) async fn kept(tx: &mut Tx<'_>, body: Uuid, tiles: &[Tile]) -> Result<Kept> {
    let (levels, places): (Vec<i16>, Vec<i64>) =
        tiles.iter().map(|tile| (i16::from(tile.level), tile.index as i64)).unzip();
    let rows = sqlx::query!(
        "select t.level, t.place, t.hashes from unnest($2::smallint[], $3::bigint[]) as asked (level, place)
         join log_tiles t on t.body_id = $1 and t.level = asked.level and t.place = asked.place",
        body,
        &levels,
        &places
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| ((row.level as u8, row.place as u64), row.hashes)).collect())
}
