//! Findings are issued with the report, each with the day by which an answer is owed.

use super::{Grade, State, Step};
use crate::audits::Brief;
use crate::db::Tx;
use crate::error::Result;
use time::{Date, Duration};

/// How long the client has to answer with a plan.
const ANSWER_DAYS: i64 = 30;

const ANSWER_DAYS_MAJOR: i64 = 14;

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
