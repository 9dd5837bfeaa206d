//! A finding before it is issued: changed and regraded with a reason, taken back with a reason (FND-1).

use super::grades::{Change, How, keep as keep_change, only_by_review};
use super::raise::{Words, not_softer_than_concluded};
use super::raised::{Raised, one_raised};
use super::{Grade, Step};
use crate::audits::{self, at_work};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A change of a finding as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Changing {
    pub version: String,
    pub grade: String,
    pub statement: String,
    pub evidence: String,
    /// Asked for when the grade changes.
    pub reason: String,
}

/// Taking a finding back, as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct TakingBack {
    pub version: String,
    pub reason: String,
}

/// Changes a finding's words or grade before the report is issued; a change of grade keeps its reason.
pub async fn change(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, typed: Changing) -> Result<()> {
    still_the_teams(tx, audit_id, id, &typed.grade).await?;
    let audit = at_work(tx, audit_id).await?;
    let finding = one_raised(tx, audit_id, id).await?;
    finding.state.after(Step::Drop, finding.grade)?;
    let (words, reason) = read(&typed, finding.grade)?;
    not_softer_than_concluded(tx, &audit, &finding.requirement, words.grade).await?;
    keep(tx, &finding, &typed.version, &words).await?;
    if words.grade != finding.grade {
        let (from, to, reason) = (finding.grade, words.grade, reason.clone());
        let change = Change { from, to, how: How::BeforeReport, reason };
        keep_change(tx, audit.file(), id, &change).await?;
    }
    let (act, sentence) = match words.grade == finding.grade {
        true => ("finding_changed", format!("Changed the words of F-{}.", finding.number)),
        false => ("finding_regraded", regraded(&finding, words.grade, &reason)),
    };
    tx.record(Entry::new(audit.file(), act, sentence, Seen::ByStaff).touching(
        "finding",
        id,
        &words.digest(),
    ));
    Ok(())
}

/// FND-7: once the report is issued, no grade is the team's to change.
async fn still_the_teams(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, grade: &str) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    audit.team_auditor()?;
    let finding = one_raised(tx, audit_id, id).await?;
    if audit.state.is_reported() && Grade::from_key(grade).is_some_and(|g| g != finding.grade) {
        return Err(only_by_review().into());
    }
    Ok(())
}

/// The new words, and the reason for a new grade.
fn read(typed: &Changing, before: Grade) -> Result<(Words, String)> {
    let mut reading = Reading::default();
    let words = Words::read(&mut reading, &typed.grade, &typed.statement, &typed.evidence);
    let reason = reading.optional("reason", &typed.reason, LONG);
    if words.as_ref().is_some_and(|words| words.grade != before) && reason.is_empty() {
        reading.errors.add("reason", "Enter the reason for the new grade: it stays on the record");
    }
    reading.done()?;
    Ok((words.ok_or(Error::NotFound)?, reason))
}

fn regraded(finding: &Raised, grade: Grade, reason: &str) -> String {
    format!(
        "Regraded F-{} from {} to {}: {reason}",
        finding.number,
        finding.grade.title().to_lowercase(),
        grade.title().to_lowercase()
    )
}

async fn keep(tx: &mut Tx<'_>, finding: &Raised, version: &str, words: &Words) -> Result<()> {
    let body = tx.actor().body()?;
    let done = sqlx::query!(
        "update findings set grade = $4, statement = $5, evidence = $6, version = version + 1
         where body_id = $1 and id = $2 and version = $3 and state = 'raised'",
        body,
        finding.id,
        version.trim().parse().unwrap_or(0),
        words.grade.key(),
        words.statement,
        words.evidence
    )
    .execute(tx.sql())
    .await?;
    moved(done.rows_affected(), finding)
}

/// Whether the finding was still as the page had shown it.
fn moved(rows: u64, finding: &Raised) -> Result<()> {
    if rows == 1 {
        return Ok(());
    }
    Err(Error::Stale(format!(
        "F-{} was changed meanwhile: open it again and compare.",
        finding.number
    )))
}

/// Takes a finding back before the report is issued, with the reason.
pub async fn take_back(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, typed: TakingBack) -> Result<()> {
    let audit = at_work(tx, audit_id).await?;
    let finding = one_raised(tx, audit_id, id).await?;
    let dropped = finding.state.after(Step::Drop, finding.grade)?;
    let mut reading = Reading::default();
    let reason =
        reading.required("reason", &typed.reason, "the reason: it stays on the record", LONG);
    reading.done()?;
    let body = tx.actor().body()?;
    let done = sqlx::query!(
        "update findings set state = $4, drop_reason = $5, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        id,
        typed.version.trim().parse().unwrap_or(0),
        dropped.key(),
        reason
    )
    .execute(tx.sql())
    .await?;
    moved(done.rows_affected(), &finding)?;
    let sentence = format!("Took back F-{}: {reason}", finding.number);
    tx.record(Entry::new(audit.file(), "finding_taken_back", sentence, Seen::ByStaff).touching(
        "finding",
        id,
        &Sha256::digest(&reason),
    ));
    Ok(())
}
