//! The client agrees to the plan and its dates, or asks for others (PLN-2).

use super::reads::{Plan, of};
use super::saving::stale;
use super::sending::digest;
use super::{State, Step};
use crate::Room;
use crate::audits::{self, Brief};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::outbox::{Mail, queue};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::teams::{self, members};
use uuid::Uuid;

/// Why the client cannot make these dates.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct OtherDates {
    pub version: String,
    pub reason: String,
}

/// The client agrees to the plan and its dates, with a team that it let stand (PLN-2): the audit is planned.
pub async fn agree(tx: &mut Tx<'_>, audit_id: Uuid, version: i32) -> Result<()> {
    let (audit, plan) = for_the_client(tx, audit_id).await?;
    let next = plan.state.after(Step::Agree)?;
    teams::settled(tx, &audit).await?;
    let planned = audit.state.after(audits::Step::AgreePlan)?;
    mark_agreed(tx, &audit, version, next, planned).await?;
    let kind = audit.kind.title();
    let sentence = format!("agreed to the plan and the dates of {kind}");
    tx.record(Entry::new(audit.file(), "plan_agreed", sentence, Seen::ByClientToo).touching(
        "plan",
        audit_id,
        &digest(&plan),
    ));
    let text = format!("{} has agreed to the plan and the dates of {kind}.", audit.client_name);
    mail_lead(tx, &audit, "the plan is agreed", &text).await
}

/// The plan is agreed and the audit planned, in one statement.
async fn mark_agreed(
    tx: &mut Tx<'_>,
    audit: &Brief,
    version: i32,
    next: State,
    planned: audits::State,
) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let agreed = sqlx::query!(
        "with agreed as (
           update plans set state = $4, agreed_at = $5, agreed_by = $6, version = version + 1
           where body_id = $1 and audit_id = $2 and version = $3 returning starts_on, ends_on)
         update audits set state = $7, starts_on = agreed.starts_on, ends_on = agreed.ends_on, version = version + 1
         from agreed where body_id = $1 and id = $2 and audits.version = $8",
        body,
        audit.id,
        version,
        next.key(),
        now,
        person,
        planned.key(),
        audit.version
    )
    .execute(tx.sql())
    .await?;
    if agreed.rows_affected() == 0 { Err(stale()) } else { Ok(()) }
}

async fn for_the_client(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<(Brief, Plan)> {
    if tx.actor().room() != Room::Client {
        return Err(Error::NotFound);
    }
    let audit = audits::brief(tx, audit_id).await?;
    let plan = of(tx, &audit).await?;
    Ok((audit, plan))
}

/// The client asks for other dates, with a reason: the plan goes back to the lead auditor.
pub async fn ask_for_other_dates(tx: &mut Tx<'_>, audit_id: Uuid, form: OtherDates) -> Result<()> {
    let (audit, plan) = for_the_client(tx, audit_id).await?;
    let mut reading = Reading::default();
    let reason = reading.required("reason", &form.reason, "why, and which dates would do", LONG);
    reading.done()?;
    let next = plan.state.after(Step::AskForOtherDates)?;
    let version: i32 = form.version.trim().parse().map_err(|_| Error::NotFound)?;
    send_back(tx, audit_id, version, next, &reason).await?;
    let kind = audit.kind.title();
    let sentence = format!("asked for other dates for {kind}: {reason}");
    tx.record(Entry::new(audit.file(), "other_dates_asked", sentence, Seen::ByClientToo));
    let text = format!("{} asks for other dates for {kind}.\n\n{reason}", audit.client_name);
    mail_lead(tx, &audit, "other dates asked for", &text).await
}

async fn send_back(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    version: i32,
    next: State,
    reason: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let asked = sqlx::query!(
        "update plans set state = $4, other_dates = $5, version = version + 1 where body_id = $1 and audit_id = $2 and version = $3",
        body,
        audit_id,
        version,
        next.key(),
        reason
    )
    .execute(tx.sql())
    .await?;
    if asked.rows_affected() == 1 { Ok(()) } else { Err(stale()) }
}

/// Mails the lead auditor of an audit.
async fn mail_lead(tx: &mut Tx<'_>, audit: &Brief, subject: &str, text: &str) -> Result<()> {
    let body = tx.actor().body()?;
    for lead in
        members(tx, audit.id).await?.into_iter().filter(|m| m.role == teams::Role::LeadAuditor)
    {
        let subject = format!("{}: {subject}", audit.reference);
        queue(
            tx,
            body,
            Mail { to: lead.email, subject, body: format!("Dear {},\n\n{text}\n", lead.name) },
        )
        .await?;
    }
    Ok(())
}
