//! Changes of a grade, each a row with its reason (FND-7): before the report by the team, after it only by
//! the scheme manager's review.

use super::rounds::{Dossier, dossier};
use super::{Grade, State, Step, answer_due};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::teams::{Capacity, free_of_conflict};
use crate::{addressees, audits, reports, rulebook};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// On what occasion a grade was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    BeforeReport,
    NextAudit,
    Review,
}

impl How {
    fn key(self) -> &'static str {
        match self {
            How::BeforeReport => "before_report",
            How::NextAudit => "next_audit",
            How::Review => "review",
        }
    }
}

/// A change of a grade that is about to be kept.
pub(super) struct Change {
    pub from: Grade,
    pub to: Grade,
    pub how: How,
    pub reason: String,
}

/// A change of a grade as it was kept.
#[derive(Debug, Clone)]
pub struct Changed {
    pub from: Grade,
    pub to: Grade,
    pub reason: String,
    pub who: String,
    pub at: OffsetDateTime,
}

pub(super) async fn keep(tx: &mut Tx<'_>, file: File, finding: Uuid, c: &Change) -> Result<()> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into grade_changes (body_id, client_id, finding_id, id, from_grade, to_grade, how, reason, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        body,
        file.client_id,
        finding,
        id,
        c.from.key(),
        c.to.key(),
        c.how.key(),
        c.reason,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The changes of a finding's grade, oldest first. For staff.
pub async fn grade_changes(tx: &mut Tx<'_>, finding: Uuid) -> Result<Vec<Changed>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select g.from_grade, g.to_grade, g.reason, p.name as who, g.at from grade_changes g join people p on p.id = g.by_person
         where g.body_id = $1 and g.finding_id = $2 order by g.id limit 50",
        body,
        finding
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Changed {
                from: Grade::kept(&row.from_grade)?,
                to: Grade::kept(&row.to_grade)?,
                reason: row.reason,
                who: row.who,
                at: row.at,
            })
        })
        .collect()
}

/// What the team is answered that would regrade a finding after its report.
pub(super) fn only_by_review() -> Refusal {
    rulebook::FND_7.refuse(
        "The report is issued, and the grades in it are no longer the team's to change.",
        "Ask a scheme manager who was on no team of this client to review the grade in the office.",
    )
}

/// A review of a grade as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Regrading {
    pub version: String,
    pub grade: String,
    pub reason: String,
}

/// Changes a grade after the report, by review: by a scheme manager who audited nothing of it (IMP-1) and is
/// free of conflicts (IMP-5). The client is told.
pub async fn review_grade(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    finding: Uuid,
    typed: Regrading,
) -> Result<()> {
    let stands = dossier(tx, finding).await?;
    let (grade, reason) = read(&typed, stands.grade)?;
    if stands.issued_at.is_none() {
        return Err(not_yet().into());
    }
    let audit = audits::brief(tx, stands.audit_id).await?;
    reports::not_by_the_team(tx, &audit).await?;
    let person = tx.actor().person()?;
    free_of_conflict(tx, audit.file(), person, Capacity::Reviewer).await?;
    let next = stands.state.after(Step::Regrade, grade)?;
    move_to(tx, &stands, &typed.version, (grade, next)).await?;
    let change = Change { from: stands.grade, to: grade, how: How::Review, reason };
    keep(tx, audit.file(), finding, &change).await?;
    tell(tx, audit.file(), (finding, stands.number), &change).await
}

/// Guarded: a finding that was changed meanwhile is looked at again.
async fn move_to(
    tx: &mut Tx<'_>,
    stands: &Dossier,
    version: &str,
    (grade, next): (Grade, State),
) -> Result<()> {
    let (body, due) = (tx.actor().body()?, answer_due(grade, tx.today()));
    let moved = sqlx::query!(
        "update findings set grade = $4, state = $5, version = version + 1,
           answer_due_on = case when $5 in ('issued', 'returned') then $6::date when $5 = 'noted' then null else answer_due_on end
         where body_id = $1 and id = $2 and version = $3",
        body,
        stands.id,
        version.trim().parse().unwrap_or(0),
        grade.key(),
        next.key(),
        due
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale(format!("F-{} was changed meanwhile: open it again.", stands.number)))
}

fn read(typed: &Regrading, before: Grade) -> Result<(Grade, String)> {
    let mut r = Reading::default();
    let grade = r.choice("grade", &typed.grade, "the grade that the review finds", Grade::from_key);
    let reason = r.required("reason", &typed.reason, "the reason; the client reads it", LONG);
    if grade == Some(before) {
        r.errors.add("grade", "Choose another grade than the one that stands");
    }
    r.done()?;
    Ok((grade.ok_or(Error::NotFound)?, reason))
}

fn not_yet() -> Refusal {
    rulebook::FND_7.refuse(
        "The report with this finding is not issued yet.",
        "Until then an auditor of its team changes the grade, with a reason.",
    )
}

async fn tell(
    tx: &mut Tx<'_>,
    file: File,
    (finding, number): (Uuid, i32),
    change: &Change,
) -> Result<()> {
    let (from, to) = (change.from.title().to_lowercase(), change.to.title().to_lowercase());
    let sentence =
        format!("The grade of F-{number} was reviewed: from {from} to {to}. {}", change.reason);
    tx.record(Entry::new(file, "grade_reviewed", sentence, Seen::ByClientToo).touching(
        "finding",
        finding,
        &Sha256::digest(&change.reason),
    ));
    let subject = format!("Finding {number} was regraded: {to}");
    let text = format!(
        "A review by the certification body changed the grade of finding {number} from {from} to {to}.\n\n{}",
        change.reason
    );
    let clients = addressees::client(tx, file.client_id).await?;
    addressees::write_to(tx, clients, &subject, &text).await
}
