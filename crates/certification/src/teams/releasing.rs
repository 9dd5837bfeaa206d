//! The office releases a person from a team.

use super::telling::change;
use crate::actor::SchemeManager;
use crate::audits;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{Reading, SHORT};
use crate::record::{Entry, Seen};
use uuid::Uuid;

/// A release as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Released {
    pub reason: String,
}

/// Releases a member with a reason; the row stays, as of whoever took part. Answers the audit.
pub async fn release(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    member_id: Uuid,
    form: Released,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    let mut reading = Reading::default();
    let reason = reading.required("reason", &form.reason, "why the person leaves the team", SHORT);
    reading.done()?;
    let name = let_go(tx, &audit, member_id, &reason).await?;
    change(tx, &audit).await?;
    let sentence = format!("released {name} from the team of {}: {reason}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "team_member_released", sentence, Seen::ByStaff));
    Ok(())
}

pub(super) async fn let_go(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    member_id: Uuid,
    reason: &str,
) -> Result<String> {
    let (body, now) = (tx.actor().body()?, tx.now());
    let name = sqlx::query_scalar!(
        "update team_members t set released_at = $4, release_reason = $5 from people p
         where t.body_id = $1 and t.audit_id = $2 and t.id = $3 and t.released_at is null and p.id = t.person_id returning p.name",
        body,
        audit.id,
        member_id,
        now,
        reason
    )
    .fetch_optional(tx.sql())
    .await?;
    name.ok_or_else(|| {
        Error::Stale("This person is not in the team any more: open it again.".into())
    })
}
