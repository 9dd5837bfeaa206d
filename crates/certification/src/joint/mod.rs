//! Integrated audits: audits of several files of one client, of the same kind, held together by one team on the
//! same days (IAF MD 11). Each file keeps its own report, findings, conclusions, decision and attestation.

mod offers;
mod steps;
#[cfg(test)]
mod tests;

pub use offers::{take_plan, take_team, take_window};
pub use steps::{hold_apart, hold_together};

use crate::audits::{Brief, State};
use crate::db::Tx;
use crate::error::Result;
use crate::standards::Scheme;
use time::Date;
use uuid::Uuid;

/// An audit that another is held together with, as every page about that other shows it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Partner {
    pub audit_id: Uuid,
    pub engagement_id: Uuid,
    pub reference: String,
    pub standard: Scheme,
}

/// An audit of another file of the same client, of the same kind: held together with this one, or possible.
#[derive(Debug, Clone)]
pub struct Other {
    pub audit_id: Uuid,
    pub engagement_id: Uuid,
    pub reference: String,
    pub standard: Scheme,
    pub state: State,
    pub window_from: Date,
    pub window_to: Date,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    /// Who is in its team now, by name.
    pub team: Vec<String>,
    /// Whether it is held together with this one.
    pub together: bool,
}

/// The audits of the client's other files that this one is held together with, or could be.
pub async fn others(tx: &mut Tx<'_>, audit: &Brief) -> Result<Vec<Other>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select a.id, a.engagement_id, e.reference, e.standard as "standard: Scheme", a.state, a.window_from, a.window_to, a.starts_on, a.ends_on,
             coalesce((select array_agg(p.name order by t.id) from team_members t join people p on p.id = t.person_id
               where t.body_id = a.body_id and t.audit_id = a.id and t.released_at is null), '{}') as "team!"
           from audits a join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
           where a.body_id = $1 and a.client_id = $2 and a.engagement_id <> $3 and a.kind = $4
           order by e.reference, a.cycle desc limit 50"#,
        body,
        audit.client_id,
        audit.engagement_id,
        audit.kind.key()
    )
    .fetch_all(tx.sql())
    .await?;
    let other = |row_state: State, together: bool| together || row_state.is_before_opening();
    let mut found = Vec::new();
    for row in rows {
        let state = State::kept(&row.state)?;
        let together = audit.together.iter().any(|partner| partner.audit_id == row.id);
        if other(state, together) {
            found.push(Other {
                audit_id: row.id,
                engagement_id: row.engagement_id,
                reference: row.reference,
                standard: row.standard,
                state,
                window_from: row.window_from,
                window_to: row.window_to,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                team: row.team,
                together,
            });
        }
    }
    Ok(found)
}
