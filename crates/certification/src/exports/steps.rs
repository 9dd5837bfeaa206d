//! Making a month's export: kept with its digest, so that what was told to a register can be told again.

use super::reads::{Month, lines};
use super::sheet::{COLUMNS, written};
use crate::actor::RegisterKeeper;
use crate::db::Tx;
use crate::error::Result;
use sha2::{Digest, Sha256};

/// The month to export, as chosen; the form carries the export's id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Exporting {
    pub id: String,
    pub month: String,
}

/// Makes the export of a month as things stand now; answers the month. Sent twice, it is made once.
pub async fn export(tx: &mut Tx<'_>, _by: &RegisterKeeper, form: Exporting) -> Result<Month> {
    let month = Month::read(&form.month, tx.today())?;
    let (lines, left_out) = lines(tx, month).await?;
    let included = i32::try_from(lines.len()).unwrap_or(i32::MAX);
    let csv = written(COLUMNS, lines)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into register_exports (body_id, id, month, included, left_out, csv, sha256, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        body,
        id,
        month.first(),
        included,
        left_out,
        csv,
        Sha256::digest(&csv).to_vec(),
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(month)
}
