//! Findings before they are issued: raised against one requirement, changed and regraded with a reason,
//! taken back with a reason (FND-1); and issued with the report.

use super::raised::one_raised;
use super::{Grade, State, Step};
use crate::audits::{Brief, at_work, conclusions};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::standards::AIMS;
use sha2::{Digest, Sha256};
use time::{Date, Duration};
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

/// How long the client has to answer with a plan.
const ANSWER_DAYS: i64 = 30;
const ANSWER_DAYS_MAJOR: i64 = 14;

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
    let grade = reading.choice("grade", &typed.grade, "a grade", Grade::from_key);
    let statement = reading.required(
        "statement",
        &typed.statement,
        "the statement: which requirement is not met, and how it shows",
        LONG,
    );
    let evidence =
        reading.required("evidence", &typed.evidence, "the evidence that it rests on", LONG);
    reading.done()?;
    let grade = grade.ok_or(Error::NotFound)?;
    let requirement = typed.requirement.trim().to_owned();
    one_requirement(&requirement)?;
    not_softer_than_concluded(tx, &audit, &requirement, grade).await?;
    keep(tx, &audit, id, New { requirement, grade, statement, evidence }).await
}

struct New {
    requirement: String,
    grade: Grade,
    statement: String,
    evidence: String,
}

/// FND-1: a clause or control; never a heading or an objective.
fn one_requirement(id: &str) -> Result<()> {
    if AIMS.requirement(id).is_some() {
        return Ok(());
    }
    Err(rulebook::FND_1
        .refuse(AIMS.why_not(id), "Choose the one clause or control that is not met.")
        .into())
}

/// FND-1: a nonconformity is never filed as an observation.
async fn not_softer_than_concluded(
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

async fn keep(tx: &mut Tx<'_>, audit: &Brief, id: Uuid, new: New) -> Result<i32> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    // Numbers follow one another within the engagement: whoever raises next waits for this commit.
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1, 42))",
        audit.engagement_id.to_string()
    )
    .execute(tx.sql())
    .await?;
    let number = sqlx::query_scalar!(
        r#"insert into findings (body_id, client_id, engagement_id, audit_id, id, number, requirement, grade, statement, evidence, state, raised_by, raised_at)
           select $1, $2, $3, $4, $5, coalesce(max(number), 0) + 1, $6, $7, $8, $9, 'raised', $10, $11
           from findings where body_id = $1 and engagement_id = $3
           on conflict (body_id, id) do nothing returning number"#,
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        new.requirement,
        new.grade.key(),
        new.statement,
        new.evidence,
        person,
        now
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(number) = number else { return Ok(one_raised(tx, audit.id, id).await?.number) };
    let sentence = format!(
        "Raised F-{number}, {}, against {}.",
        new.grade.title().to_lowercase(),
        AIMS.named(&new.requirement)
    );
    let digest = digest(new.grade, &new.statement, &new.evidence);
    tx.record(
        Entry::new(audit.file(), "finding_raised", sentence, Seen::ByStaff)
            .touching("finding", id, &digest),
    );
    Ok(number)
}

fn digest(grade: Grade, statement: &str, evidence: &str) -> Vec<u8> {
    Sha256::digest(format!("{}\n{statement}\n{evidence}", grade.key())).to_vec()
}

/// Changes a finding's words or grade before the report is issued; a change of grade keeps its reason.
pub async fn change(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, typed: Changing) -> Result<()> {
    let audit = at_work(tx, audit_id).await?;
    let finding = one_raised(tx, audit_id, id).await?;
    finding.state.after(Step::Drop, finding.grade)?;
    let mut reading = Reading::default();
    let grade = reading.choice("grade", &typed.grade, "a grade", Grade::from_key);
    let statement = reading.required(
        "statement",
        &typed.statement,
        "the statement: which requirement is not met, and how it shows",
        LONG,
    );
    let evidence =
        reading.required("evidence", &typed.evidence, "the evidence that it rests on", LONG);
    let regraded = grade.is_some_and(|grade| grade != finding.grade);
    let reason = reading.optional("reason", &typed.reason, LONG);
    if regraded && reason.is_empty() {
        reading.errors.add("reason", "Enter the reason for the new grade: it stays on the record");
    }
    reading.done()?;
    let grade = grade.ok_or(Error::NotFound)?;
    not_softer_than_concluded(tx, &audit, &finding.requirement, grade).await?;
    let body = tx.actor().body()?;
    let done = sqlx::query!(
        "update findings set grade = $4, statement = $5, evidence = $6, version = version + 1
         where body_id = $1 and id = $2 and version = $3 and state = 'raised'",
        body,
        id,
        typed.version.trim().parse().unwrap_or(0),
        grade.key(),
        statement,
        evidence
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale(format!(
            "F-{} was changed meanwhile: open it again and compare.",
            finding.number
        )));
    }
    let sentence = if regraded {
        format!(
            "Regraded F-{} from {} to {}: {reason}",
            finding.number,
            finding.grade.title().to_lowercase(),
            grade.title().to_lowercase()
        )
    } else {
        format!("Changed the words of F-{}.", finding.number)
    };
    let act = if regraded { "finding_regraded" } else { "finding_changed" };
    tx.record(Entry::new(audit.file(), act, sentence, Seen::ByStaff).touching(
        "finding",
        id,
        &digest(grade, &statement, &evidence),
    ));
    Ok(())
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
    if done.rows_affected() == 0 {
        return Err(Error::Stale(format!(
            "F-{} was changed meanwhile: open it again and compare.",
            finding.number
        )));
    }
    let sentence = format!("Took back F-{}: {reason}", finding.number);
    tx.record(Entry::new(audit.file(), "finding_taken_back", sentence, Seen::ByStaff).touching(
        "finding",
        id,
        &Sha256::digest(&reason),
    ));
    Ok(())
}

/// By when an answer is owed to a finding that is issued on this day; an observation owes none.
pub fn answer_due(grade: Grade, issued_on: Date) -> Option<Date> {
    match grade {
        Grade::Major => Some(issued_on + Duration::days(ANSWER_DAYS_MAJOR)),
        Grade::Minor => Some(issued_on + Duration::days(ANSWER_DAYS)),
        Grade::Observation => None,
    }
}

/// Issues everything raised in this audit, together with its report. Answers how many an answer is owed to.
pub(crate) async fn issue_all(tx: &mut Tx<'_>, audit: &Brief) -> Result<u64> {
    let (body, now, today) = (tx.actor().body()?, tx.now(), tx.today());
    let mut owed = 0;
    for grade in Grade::ALL {
        let issued = State::Raised.after(Step::Issue, grade)?;
        let done = sqlx::query!(
            "update findings set state = $4, issued_at = $5, answer_due_on = $6, version = version + 1
             where body_id = $1 and audit_id = $2 and grade = $3 and state = 'raised'",
            body,
            audit.id,
            grade.key(),
            issued.key(),
            now,
            answer_due(grade, today)
        )
        .execute(tx.sql())
        .await?;
        owed += if grade.is_nonconformity() { done.rows_affected() } else { 0 };
    }
    Ok(owed)
}
