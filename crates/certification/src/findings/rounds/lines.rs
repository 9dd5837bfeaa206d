//! Findings of a file, a line each.

use super::dossier::audit_title;
use crate::db::Tx;
use crate::error::Result;
use crate::findings::{Grade, State};
use time::Date;
use uuid::Uuid;

/// A finding, as a list shows it.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: Uuid,
    pub audit_id: Uuid,
    pub audit: String,
    pub number: i32,
    pub requirement: String,
    pub grade: Grade,
    pub state: State,
    pub statement: String,
    pub rounds: i64,
    pub answer_due_on: Option<Date>,
}

impl Line {
    pub fn tag(&self) -> &'static str {
        self.state.tag()
    }

    pub fn words(&self) -> &'static str {
        self.state.title()
    }

    /// Whether the client owes an answer now.
    pub fn owed(&self) -> bool {
        matches!(self.state, State::Issued | State::Returned)
    }
}

/// The issued findings of one file after `after` (a number; 0 for the first), at most `limit`.
pub async fn of_file(
    tx: &mut Tx<'_>,
    engagement: Uuid,
    after: i32,
    limit: i64,
) -> Result<Vec<Line>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select f.id, f.audit_id, a.kind, f.number, f.requirement, f.grade, f.state, f.statement, f.answer_due_on,
             (select count(*) from responses r where r.body_id = f.body_id and r.finding_id = f.id) as "rounds!"
           from findings f join audits a on a.body_id = f.body_id and a.id = f.audit_id
           where f.body_id = $1 and f.engagement_id = $2 and f.issued_at is not null and f.number > $3
           order by f.number limit $4"#,
        body,
        engagement,
        after,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Line {
                id: row.id,
                audit_id: row.audit_id,
                audit: audit_title(&row.kind),
                number: row.number,
                requirement: row.requirement,
                grade: Grade::kept(&row.grade)?,
                state: State::kept(&row.state)?,
                statement: row.statement,
                rounds: row.rounds,
                answer_due_on: row.answer_due_on,
            })
        })
        .collect()
}
