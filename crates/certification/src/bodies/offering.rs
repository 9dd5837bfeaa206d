//! The standards that a body certifies to: clients apply for one of them. What was begun goes on, whatever is
//! offered later.

use super::settings::{kept, opened_at};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::standards;

/// What the body offers, as ticked: standards by name.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Offering {
    pub version: String,
    pub standard: Vec<String>,
}

/// Keeps what the body offers from now on; at least one.
pub async fn offer(tx: &mut Tx<'_>, _by: &Administrator, typed: Offering) -> Result<()> {
    let body = tx.actor().body()?;
    let ticked = |name: &String| typed.standard.contains(name);
    let offers: Vec<_> =
        standards::all().iter().map(|one| one.name.clone()).filter(ticked).collect();
    if offers.is_empty() {
        return Err(FieldErrors::one("standard", "Tick at least one standard").into());
    }
    let saved = sqlx::query!(
        "update bodies set offers = $3, version = version + 1 where id = $1 and version = $2",
        body,
        opened_at(&typed.version),
        &offers
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}
