//! What a decision does to a certificate's status, kept as a row, and the life of a file's certificate read
//! from such rows (STA-1).

use super::{Change, Life, MONTHS_SUSPENDED, Revision};
use crate::cycle::months_after;
use crate::db::Tx;
use crate::decisions::{Reason, Vote};
use crate::error::{Error, Result};
use crate::record::File;
use sqlx::types::Json;
use uuid::Uuid;

/// A file's newest number with its life.
#[derive(Debug, Clone)]
pub struct OfFile {
    pub number: String,
    /// What it says now.
    pub content: super::Attestation,
    pub life: Life,
}

/// The newest certificate of a file, in any room of the staff; none before a grant.
pub async fn of_file(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<OfFile>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select c.number, c.content as "content!: Json<super::Attestation>",
             (select json_agg(json_build_object('revision', n.revision, 'outcome', n.outcome, 'effective_on', n.effective_on, 'expires_on', n.expires_on)
                order by n.revision) from certificates n where n.body_id = c.body_id and n.number = c.number) as "revisions!: Json<Vec<Revision>>",
             (select coalesce(json_agg(json_build_object('status', s.status, 'from_on', s.from_on, 'reason_code', s.reason_code, 'until_on', s.until_on)
                order by s.id), '[]') from certificate_status s where s.body_id = c.body_id and s.number = c.number) as "changes!: Json<Vec<Change>>"
           from certificates c where c.body_id = $1 and c.engagement_id = $2 order by c.issued_at desc, c.revision desc limit 1"#,
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.map(|row| OfFile {
        number: row.number,
        content: row.content.0,
        life: Life { revisions: row.revisions.0, changes: row.changes.0 },
    }))
}

/// Suspends, restores or withdraws the number, from today.
pub(crate) async fn change_status(
    tx: &mut Tx<'_>,
    file: File,
    (decision, outcome): (Uuid, Vote),
    number: &str,
    reason: Option<Reason>,
) -> Result<()> {
    let status = match outcome {
        Vote::Suspend => "suspended",
        Vote::Restore | Vote::Reduce => "restored",
        Vote::Withdraw => "withdrawn",
        _ => return Err(Error::Fault("an outcome that changes no status".into())),
    };
    let suspends = outcome == Vote::Suspend;
    let reason = suspends.then(|| reason.unwrap_or(Reason::PersistentFailure).key());
    let (body, id, now, today) = (tx.actor().body()?, tx.new_id(), tx.now(), tx.today());
    sqlx::query!(
        "insert into certificate_status (body_id, client_id, engagement_id, id, decision_id, outcome, decided_on, number, status, from_on,
           reason_code, until_on, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7, $10, $11, $12)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        decision,
        outcome.key(),
        today,
        number,
        status,
        reason,
        suspends.then(|| months_after(today, MONTHS_SUSPENDED)),
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
