//! A finding is raised against one requirement, and never softer than the audit concludes (FND-1).

use super::Grade;
use super::raised::one_raised;
use crate::audits::{Brief, at_work, conclusions};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::standards::Standard;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A finding as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Raising {
    pub requirement: String,
    pub grade: String,
    pub statement: String,
    pub evidence: String,
}

/// Raises a finding in an audit that is at work; sent twice is raised once. Answers its number.
pub async fn raise(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, typed: Raising) -> Result<i32> {
    let audit = at_work(tx, audit_id).await?;
    if audit.kind.is_stage_1() {
        return Err(rulebook::AUD_1
            .refuse(
                "Stage 1 raises no findings.",
                "Name an area of concern: it could become a finding in Stage 2.",
            )
            .into());
    }
    let mut reading = Reading::default();
    let words = Words::read(&mut reading, &typed.grade, &typed.statement, &typed.evidence);
    let requirement = typed.requirement.trim();
    if requirement.is_empty() {
        reading.errors.add("requirement", "Choose the clause or control that is not met");
    }
    reading.done()?;
    let words = words.ok_or(Error::NotFound)?;
    one_requirement(audit.standard, requirement)?;
    not_softer_than_concluded(tx, &audit, requirement, words.grade).await?;
    keep(tx, &audit, id, requirement, &words).await
}

/// What a finding says, and how serious it is.
pub(super) struct Words {
    pub(super) grade: Grade,
    pub(super) statement: String,
    pub(super) evidence: String,
}

impl Words {
    /// None if no grade was chosen; the messages stand at their fields.
    pub(super) fn read(
        reading: &mut Reading,
        grade: &str,
        statement: &str,
        evidence: &str,
    ) -> Option<Self> {
        let grade = reading.choice("grade", grade, "a grade", Grade::from_key);
        let what = "the statement: which requirement is not met, and how it shows";
        let statement = reading.required("statement", statement, what, LONG);
        let evidence =
            reading.required("evidence", evidence, "the evidence that it rests on", LONG);
        Some(Words { grade: grade?, statement, evidence })
    }

    pub(super) fn digest(&self) -> Vec<u8> {
        let Words { grade, statement, evidence } = self;
        Sha256::digest(format!("{}\n{statement}\n{evidence}", grade.key())).to_vec()
    }
}

/// FND-1: a clause or control; never a heading or an objective.
fn one_requirement(standard: &Standard, id: &str) -> Result<()> {
    if standard.requirement(id).is_some() {
        return Ok(());
    }
    Err(rulebook::FND_1
        .refuse(standard.why_not(id), "Choose the one clause or control that is not met.")
        .into())
}

/// FND-1: a nonconformity is never filed as an observation.
pub(super) async fn not_softer_than_concluded(
    tx: &mut Tx<'_>,
    audit: &Brief,
    requirement: &str,
    grade: Grade,
) -> Result<()> {
    let rows = conclusions::of(tx, audit.id).await?;
    let concluded = rows
        .iter()
        .find(|row| row.requirement == requirement)
        .and_then(|row| row.concluded()?.grade());
    match concluded {
        Some(concluded) if grade == Grade::Observation => Err(rulebook::FND_1
            .refuse(
                format!("This audit concludes on {requirement} as {}, so the finding is no observation.", concluded.key()),
                "Grade the finding as concluded, or conclude otherwise first, with your reason in the evidence.",
            )
            .into()),
        _ => Ok(()),
    }
}

async fn keep(
    tx: &mut Tx<'_>,
    audit: &Brief,
    id: Uuid,
    requirement: &str,
    words: &Words,
) -> Result<i32> {
    let Some(number) = insert(tx, audit, id, requirement, words).await? else {
        return Ok(one_raised(tx, audit.id, id).await?.number);
    };
    let sentence = format!(
        "Raised F-{number}, {}, against {}.",
        words.grade.title().to_lowercase(),
        audit.standard.named(requirement)
    );
    tx.record(Entry::new(audit.file(), "finding_raised", sentence, Seen::ByStaff).touching(
        "finding",
        id,
        &words.digest(),
    ));
    Ok(number)
}

/// The new finding's number; none if it was raised already.
async fn insert(
    tx: &mut Tx<'_>,
    audit: &Brief,
    id: Uuid,
    requirement: &str,
    words: &Words,
) -> Result<Option<i32>> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    // Numbers follow one another within the engagement: whoever raises next waits for this commit.
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1, 42))",
        audit.engagement_id.to_string()
    )
    .execute(tx.sql())
    .await?;
    Ok(sqlx::query_scalar!(
        r#"insert into findings (body_id, client_id, engagement_id, audit_id, id, number, requirement, grade, statement, evidence, state, raised_by, raised_at)
           select $1, $2, $3, $4, $5, coalesce(max(number), 0) + 1, $6, $7, $8, $9, 'raised', $10, $11
           from findings where body_id = $1 and engagement_id = $3
           on conflict (body_id, id) do nothing returning number"#,
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        requirement,
        words.grade.key(),
        words.statement,
        words.evidence,
        person,
        now
    )
    .fetch_optional(tx.sql())
    .await?)
}
