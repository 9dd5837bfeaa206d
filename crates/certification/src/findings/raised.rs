//! What pages ask about findings.

use super::{Grade, State};
use crate::db::Tx;
use crate::error::{Error, Result};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A finding as its audit's pages show it.
#[derive(Debug, Clone)]
pub struct Raised {
    pub id: Uuid,
    pub version: i32,
    pub number: i32,
    pub requirement: String,
    pub grade: Grade,
    pub statement: String,
    pub evidence: String,
    pub state: State,
    pub raised_by: String,
    pub raised_at: OffsetDateTime,
    pub answer_due_on: Option<Date>,
    pub drop_reason: String,
}

impl Raised {
    /// Whether it can still be changed or taken back.
    pub fn is_open_to_change(&self) -> bool {
        self.state == State::Raised
    }

    pub fn is_taken_back(&self) -> bool {
        self.state == State::Dropped
    }
}

/// The findings of an audit by number, those taken back among them.
pub async fn of_audit(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Raised>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select f.id, f.version, f.number, f.requirement, f.grade, f.statement, f.evidence, f.state, p.name as raised_by,
           f.raised_at, f.answer_due_on, f.drop_reason
         from findings f join people p on p.id = f.raised_by
         where f.body_id = $1 and f.audit_id = $2 order by f.number",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Raised {
                grade: Grade::kept(&row.grade)?,
                state: State::kept(&row.state)?,
                id: row.id,
                version: row.version,
                number: row.number,
                requirement: row.requirement,
                statement: row.statement,
                evidence: row.evidence,
                raised_by: row.raised_by,
                raised_at: row.raised_at,
                answer_due_on: row.answer_due_on,
                drop_reason: row.drop_reason,
            })
        })
        .collect()
}

/// One finding of this audit.
pub async fn one_raised(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid) -> Result<Raised> {
    of_audit(tx, audit_id)
        .await?
        .into_iter()
        .find(|finding| finding.id == id)
        .ok_or(Error::NotFound)
}
