//! The rounds of a nonconformity: the client answers, an auditor of the team accepts or returns, finds the
//! effect there or not, and closes (FND-2, FND-3). Every round is rows, and none of them is ever edited.

mod answering;
mod closing;
mod dossier;
mod drafts;
mod judging;
mod lines;
mod round;
#[cfg(test)]
mod tests;
mod verifying;

pub use answering::{Answering, answer, check};
pub use closing::close;
pub use dossier::{Dossier, dossier};
pub use drafts::{Draft, draft, save_draft};
pub use judging::{Judging, judge};
pub use lines::{Line, of_file};
pub(crate) use round::with_verifications;
pub use round::{EvidenceFile, Judgement, Round, Verification};
pub use verifying::{Verifying, verify};

use super::{Grade, State};
use crate::actor::Room;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::File;
use crate::rulebook;
use uuid::Uuid;

/// A finding as an act needs it.
struct Standing {
    file: File,
    audit_id: Uuid,
    number: i32,
    grade: Grade,
    state: State,
    version: i32,
    /// The actor's strongest unreleased role in a team of this engagement.
    own_role: Option<String>,
}

/// The guarded update: whoever acts on a page that is out of date is told so.
async fn move_on(
    tx: &mut Tx<'_>,
    finding: Uuid,
    standing: &Standing,
    seen_version: &str,
    next: State,
) -> Result<()> {
    let body = tx.actor().body()?;
    let version = seen_version.trim().parse().unwrap_or(standing.version);
    let moved = sqlx::query!(
        "update findings set state = $4, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        finding,
        version,
        next.key()
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale(format!(
        "Finding {} has moved on since you opened it: open it again.",
        standing.number
    )))
}

async fn standing(tx: &mut Tx<'_>, finding: Uuid) -> Result<Standing> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let row = sqlx::query!(
        r#"select f.client_id, f.engagement_id, f.audit_id, f.number, f.grade, f.state, f.version,
             (select t.role from team_members t where t.body_id = f.body_id and t.engagement_id = f.engagement_id
                and t.person_id = $3 and t.released_at is null
              order by t.role in ('lead_auditor', 'auditor') desc limit 1) as own_role
           from findings f where f.body_id = $1 and f.id = $2"#,
        body,
        finding,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Standing {
        file: File { client_id: row.client_id, engagement_id: row.engagement_id },
        audit_id: row.audit_id,
        number: row.number,
        grade: Grade::kept(&row.grade)?,
        state: State::kept(&row.state)?,
        version: row.version,
        own_role: row.own_role,
    })
}

/// The finding, for an auditor of a team of this engagement and for nobody else.
async fn judged_by(tx: &mut Tx<'_>, finding: Uuid) -> Result<Standing> {
    let standing = standing(tx, finding).await?;
    match standing.own_role.as_deref() {
        Some("lead_auditor" | "auditor") if tx.actor().room() == Room::Audit => Ok(standing),
        Some(_) if tx.actor().room() == Room::Audit => Err(rulebook::CMP_3
            .refuse(
                "Technical experts, trainees, observers and translators never judge alone.",
                "Ask an auditor of the team to do it.",
            )
            .into()),
        _ => Err(Error::NotFound),
    }
}
