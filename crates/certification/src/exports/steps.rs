//! Making a month's export: kept with its digest, so that what was told to a register can be told again.

use super::reads::{Month, lines};
use super::sheet::{COLUMNS, written};
use crate::actor::RegisterKeeper;
use crate::db::Tx;
use crate::enforcement::keep_override;
use crate::error::Result;
use crate::parse::LONG;
use crate::rulebook;
use sha2::{Digest, Sha256};
use time::Time;

/// The month to export, as chosen; the form carries the export's id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Exporting {
    pub id: String,
    pub month: String,
    /// Why the export of a month that is over is made only now (EXT-1).
    pub late_because: String,
}

/// Makes the export of a month as things stand now; answers the month. Sent twice, it is made once.
pub async fn export(tx: &mut Tx<'_>, _by: &RegisterKeeper, form: Exporting) -> Result<Month> {
    let month = Month::read(&form.month, tx.today())?;
    let late_because = late(tx, month, &form.late_because).await?;
    let (lines, left_out) = lines(tx, month).await?;
    let included = i32::try_from(lines.len()).unwrap_or(i32::MAX);
    let csv = written(COLUMNS, lines)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let kept = sqlx::query!(
        "insert into register_exports (body_id, id, month, included, left_out, csv, sha256, by_person, at, late_because)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        body,
        id,
        month.first(),
        included,
        left_out,
        csv,
        Sha256::digest(&csv).to_vec(),
        person,
        now,
        late_because
    )
    .execute(tx.sql())
    .await?;
    if kept.rows_affected() == 1 && !late_because.is_empty() {
        keep_override(tx, None, rulebook::EXT_1, &was_owed(month), &late_because).await?;
    }
    Ok(month)
}

/// What EXT-1 warns of.
fn was_owed(month: Month) -> String {
    format!("The export of {} was owed in that month, and none was made.", month.title())
}

/// EXT-1: where an export was owed in a month that is over, and none was made, the reason is written down with it.
/// Answers the reason to keep: none where the export is in time, or made again.
async fn late(tx: &mut Tx<'_>, month: Month, typed: &str) -> Result<String> {
    if !is_late(tx, month).await? {
        return Ok(String::new());
    }
    let reason = typed.trim();
    if reason.is_empty() || reason.chars().count() > LONG {
        return Err(rulebook::EXT_1
            .refuse(
                was_owed(month),
                "Write the reason why it is made only now; it is kept with the export and your name.",
            )
            .into());
    }
    Ok(reason.to_owned())
}

async fn is_late(tx: &mut Tx<'_>, month: Month) -> Result<bool> {
    let zone = tx.actor().zone().clone();
    let over = zone.moment(month.end(), Time::MIDNIGHT);
    if tx.now() < over {
        return Ok(false);
    }
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select b.owes_export and exists (select from certificates t where t.body_id = b.id and t.issued_at < $3)
             and not exists (select from register_exports x where x.body_id = b.id and x.month = $2) as "late!"
           from bodies b where b.id = $1"#,
        body,
        month.first(),
        over
    )
    .fetch_one(tx.sql())
    .await?)
}
