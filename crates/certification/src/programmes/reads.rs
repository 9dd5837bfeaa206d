//! The programme with its audits, in one statement, for the office and for the client.

use super::{Planned, Programme, State};
use crate::audits::{self, Kind};
use crate::db::Tx;
use crate::error::Result;
use crate::files;
use crate::standards::Scheme;
use uuid::Uuid;

/// The newest programme of a file, if it has one. In the client's room only one that is in force.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Option<Programme>> {
    let body = tx.actor().body()?;
    let drafts = tx.actor().room() != crate::Room::Client;
    let rows = sqlx::query!(
        r#"select p.id, e.standard as "standard: Scheme", p.version, p.state, p.cycle, m.name as made_by, p.made_at, b.certificate_months,
             a.id as audit_id, a.version as audit_version, a.kind, a.state as audit_state, a.team_state, a.objectives, a.criteria, a.methods,
             a.half_days, a.window_from, a.window_to, a.starts_on, a.ends_on, a.takes, a.takes_sites, a.takes_systems, a.special_for, a.special_reason
           from programmes p
           join bodies b on b.id = p.body_id
           join engagements e on e.body_id = p.body_id and e.id = p.engagement_id
           join people m on m.id = p.made_by
           join audits a on a.body_id = p.body_id and a.programme_id = p.id
           where p.body_id = $1 and p.engagement_id = $2 and ($3 or p.state = 'in_force')
             and p.cycle = (select max(n.cycle) from programmes n where n.body_id = $1 and n.engagement_id = $2)
           order by a.window_from, a.window_to"#,
        body,
        engagement_id,
        drafts
    )
    .fetch_all(tx.sql())
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut programme = Programme {
        id: first.id,
        engagement_id,
        standard: first.standard,
        version: first.version,
        state: State::kept(&first.state)?,
        cycle: first.cycle,
        made_by: first.made_by.clone(),
        made_at: first.made_at,
        certificate_months: first.certificate_months,
        audits: Vec::with_capacity(rows.len()),
    };
    for row in rows {
        programme.audits.push(Planned {
            id: row.audit_id,
            standard: row.standard,
            version: row.audit_version,
            kind: Kind::kept(&row.kind)?,
            state: audits::State::kept(&row.audit_state)?,
            team_state: row.team_state,
            objectives: row.objectives,
            criteria: row.criteria,
            methods: row.methods,
            half_days: row.half_days,
            window_from: row.window_from,
            window_to: row.window_to,
            bound: false,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            takes: row.takes,
            takes_sites: row.takes_sites,
            takes_systems: row.takes_systems,
            special_for: row.special_for.as_deref().and_then(audits::SpecialFor::from_key),
            special_reason: row.special_reason,
        });
    }
    programme.audits.sort_by_key(|audit| Kind::ALL.iter().position(|kind| *kind == audit.kind));
    Ok(Some(programme))
}

/// The acting client's file with its programme, once that is in force.
pub async fn own(tx: &mut Tx<'_>) -> Result<(files::Brief, Option<Programme>)> {
    let file = files::own(tx).await?;
    let programme = of_file(tx, file.engagement_id).await?;
    Ok((file, programme))
}
