//! The lead auditor writes the plan, as far as it has come.

use super::draft::{Form, Meant};
use super::{State, Step};
use crate::audits::{self, Brief};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, Seen};
use crate::teams::members;
use uuid::Uuid;

pub(super) fn stale() -> Error {
    Error::Stale("The plan has changed since you opened it: open it again.".into())
}

/// Keeps the plan as far as it has come. The lead auditor's act.
pub async fn save(tx: &mut Tx<'_>, audit_id: Uuid, form: Form) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    audit.lead_auditor()?;
    let auditors = auditors(tx, audit_id).await?;
    let meant = form.meant(&auditors)?;
    let state = state_now(tx, audit_id).await?;
    state.after(Step::Save)?;
    keep(tx, &audit, form.version()?, &meant).await?;
    keep_interviews(tx, &audit, &meant).await?;
    keep_requests(tx, &audit, &meant).await?;
    tx.record(Entry::new(
        audit.file(),
        "plan_saved",
        format!("worked on the plan for {}", audit.kind.title()),
        Seen::ByStaff,
    ));
    Ok(())
}

/// Who audits in the team, and so may be given an interview.
pub(super) async fn auditors(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Uuid>> {
    let team = members(tx, audit_id).await?;
    Ok(team.into_iter().filter(|m| m.role.audits()).map(|m| m.person_id).collect())
}

/// How far the plan of an audit has come; one that nobody began is a draft.
pub(crate) async fn state_now(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<State> {
    let body = tx.actor().body()?;
    let key = sqlx::query_scalar!(
        "select state from plans where body_id = $1 and audit_id = $2",
        body,
        audit_id
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(key.as_deref().and_then(State::from_key).unwrap_or(State::Draft))
}

async fn keep(tx: &mut Tx<'_>, audit: &Brief, version: i32, m: &Meant) -> Result<()> {
    let body = tx.actor().body()?;
    let kept = sqlx::query!(
        "insert into plans (body_id, client_id, engagement_id, audit_id, state, objectives, criteria, scope, sites, starts_on, ends_on,
           duration, communication, remote, accompanying, remotely, remote_means, remote_risks)
         select $1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $16, $17, $18
         where $15 = 0 or exists (select from plans where body_id = $1 and audit_id = $4)
         on conflict (body_id, audit_id) do update set version = plans.version + 1, objectives = $5, criteria = $6, scope = $7, sites = $8,
           starts_on = $9, ends_on = $10, duration = $11, communication = $12, remote = $13, accompanying = $14,
           remotely = $16, remote_means = $17, remote_risks = $18
         where plans.version = $15 and plans.state = 'draft'",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        m.objectives,
        m.criteria,
        m.scope,
        m.sites,
        m.starts_on,
        m.ends_on,
        m.duration,
        m.communication,
        m.remote,
        m.accompanying,
        version,
        m.remotely,
        m.remote_means,
        m.remote_risks
    )
    .execute(tx.sql())
    .await?;
    if kept.rows_affected() == 1 { Ok(()) } else { Err(stale()) }
}

async fn keep_interviews(tx: &mut Tx<'_>, audit: &Brief, m: &Meant) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!("delete from interviews where body_id = $1 and audit_id = $2", body, audit.id)
        .execute(tx.sql())
        .await?;
    for i in &m.interviews {
        let id = tx.new_id();
        sqlx::query!(
            "insert into interviews (body_id, client_id, engagement_id, audit_id, id, day, from_time, to_time, topic, with_whom, auditor_id, place)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            body,
            audit.client_id,
            audit.engagement_id,
            audit.id,
            id,
            i.day,
            i.from,
            i.to,
            i.topic,
            i.with_whom,
            i.auditor,
            i.place
        )
        .execute(tx.sql())
        .await?;
    }
    Ok(())
}

/// Documents that stand in the form are asked for; those that were taken out are withdrawn.
async fn keep_requests(tx: &mut Tx<'_>, audit: &Brief, m: &Meant) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let kept: Vec<Uuid> = m.requests.iter().filter_map(|request| request.id).collect();
    sqlx::query!(
        "update document_requests set withdrawn_at = $4 where body_id = $1 and audit_id = $2 and withdrawn_at is null and not id = any($3)",
        body,
        audit.id,
        &kept,
        now
    )
    .execute(tx.sql())
    .await?;
    for request in &m.requests {
        let id = request.id.unwrap_or_else(|| tx.new_id());
        sqlx::query!(
            "insert into document_requests (body_id, client_id, engagement_id, audit_id, id, title, why, asked_by, asked_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (body_id, id) do update set title = $6, why = $7 where document_requests.audit_id = $4",
            body,
            audit.client_id,
            audit.engagement_id,
            audit.id,
            id,
            request.title,
            request.why,
            person,
            now
        )
        .execute(tx.sql())
        .await?;
    }
    Ok(())
}
