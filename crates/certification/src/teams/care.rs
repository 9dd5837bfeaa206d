//! The team of an audit at short notice: the client cannot object to it, so it is chosen with more care, and
//! the care is written down before the client is told (SPC-1).

use crate::actor::SchemeManager;
use crate::audits::{self, Brief};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The care taken, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Care {
    pub version: String,
    pub care: String,
}

/// Writes down with which care the team of an audit at short notice was chosen.
pub async fn take_care(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    typed: Care,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    if !audit.is_at_short_notice() {
        return Err(Error::NotFound);
    }
    let mut reading = Reading::default();
    let what = "how you made sure that nobody in the team gives the client reason to object";
    let care = reading.required("care", &typed.care, what, LONG);
    reading.done()?;
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update audits set team_care = $4, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        audit_id,
        typed.version.trim().parse().unwrap_or(audit.version),
        care
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() != 1 {
        return Err(Error::Stale(
            "Somebody else has changed this audit meanwhile: open it again.".into(),
        ));
    }
    let sentence = format!("Chose the team for the audit at short notice with care: {care}");
    let entry = Entry::new(audit.file(), "team_care", sentence, Seen::ByStaff);
    tx.record(entry.touching("audit", audit_id, &Sha256::digest(&care)));
    Ok(())
}

/// A team to which the client cannot object is told only once the care is written down.
pub(super) fn taken(audit: &Brief) -> Result<(), Refusal> {
    if !audit.is_at_short_notice() || !audit.team_care.is_empty() {
        return Ok(());
    }
    Err(rulebook::SPC_1.refuse(
        "The audit comes at short notice and the client cannot object to its team.",
        "Write down with which care the team was chosen; then tell the client.",
    ))
}

/// The client has no say on the team of an audit at short notice.
pub(super) fn has_a_say(audit: &Brief) -> Result<(), Refusal> {
    if !audit.is_at_short_notice() {
        return Ok(());
    }
    Err(rulebook::SPC_1.refuse(
        "The audit comes at short notice: its team is told, and stands.",
        "If you see a conflict of interest, tell the certification body.",
    ))
}
