//! The plan's way: the lead auditor saves and sends it, the client agrees or asks for other dates.

use super::draft::{Form, Meant};
use super::reads::{Plan, of};
use super::{State, Step};
use crate::Room;
use crate::audits::{self, Brief};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::outbox::{Mail, queue};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::teams::{self, members};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Why the client cannot make these dates.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct OtherDates {
    pub version: String,
    pub reason: String,
}

fn stale() -> Error {
    Error::Stale("The plan has changed since you opened it: open it again.".into())
}

/// Keeps the plan as far as it has come. The lead auditor's act.
pub async fn save(tx: &mut Tx<'_>, audit_id: Uuid, form: Form) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    audit.lead_auditor()?;
    let auditors: Vec<_> = members(tx, audit_id)
        .await?
        .into_iter()
        .filter(|m| m.role.audits())
        .map(|m| m.person_id)
        .collect();
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
           duration, communication, remote, accompanying)
         select $1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
         where $15 = 0 or exists (select from plans where body_id = $1 and audit_id = $4)
         on conflict (body_id, audit_id) do update set version = plans.version + 1, objectives = $5, criteria = $6, scope = $7, sites = $8,
           starts_on = $9, ends_on = $10, duration = $11, communication = $12, remote = $13, accompanying = $14
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
        version
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

/// Sends the plan to the client: complete (PLN-1), with a team that the client knows (PLN-2). The lead
/// auditor's act.
pub async fn send(tx: &mut Tx<'_>, audit_id: Uuid, version: i32) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    audit.lead_auditor()?;
    let plan = of(tx, &audit).await?;
    let next = plan.state.after(Step::Send)?;
    if teams::State::from_key(&audit.team_state) == Some(teams::State::Forming) {
        return Err(rulebook::PLN_2
            .refuse(
                "The client does not know the team yet.",
                "The scheme manager tells the client who is in it; then send the plan.",
            )
            .into());
    }
    let auditors: Vec<_> = members(tx, audit_id)
        .await?
        .into_iter()
        .filter(|m| m.role.audits())
        .map(|m| m.person_id)
        .collect();
    complete(&plan, &auditors)?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let sent = sqlx::query!(
        "update plans set state = $4, sent_at = $5, other_dates = '', version = version + 1 where body_id = $1 and audit_id = $2 and version = $3",
        body,
        audit_id,
        version,
        next.key(),
        now
    )
    .execute(tx.sql())
    .await?;
    if sent.rows_affected() == 0 {
        return Err(stale());
    }
    let sentence = format!("sent the plan for {} to the client", audit.kind.title());
    tx.record(Entry::new(audit.file(), "plan_sent", sentence, Seen::ByClientToo).touching(
        "plan",
        audit_id,
        &digest(&plan),
    ));
    let text = format!(
        "the plan for {} has come, with its dates, interviews and the documents that the team asks for.\n\nPlease sign in, agree to the dates or ask for others, and upload the documents.",
        audit.kind.title()
    );
    teams::mail_client(tx, &audit, "the plan of your audit", &text).await
}

fn digest(plan: &Plan) -> Vec<u8> {
    Sha256::digest(format!("{plan:?}")).to_vec()
}

/// Names whatever a plan lacks (PLN-1).
fn complete(plan: &Plan, auditors: &[Uuid]) -> Result<(), Refusal> {
    let texts = [
        ("objectives", &plan.objectives),
        ("criteria", &plan.criteria),
        ("scope with units and processes", &plan.scope),
        ("sites, temporary and remote ones too", &plan.sites),
        ("expected duration", &plan.duration),
        ("how to communicate during the audit", &plan.communication),
        ("what is done remotely, or that nothing is", &plan.remote),
        ("accompanying persons, or that there are none", &plan.accompanying),
    ];
    let mut missing: Vec<String> = texts
        .iter()
        .filter(|(_, text)| text.is_empty())
        .map(|(what, _)| (*what).to_owned())
        .collect();
    if plan.version == 0 {
        missing.push("a saved plan".to_owned());
    }
    match (plan.starts_on, plan.ends_on) {
        (Some(from), Some(to)) => missing.extend(interviews_lack(plan, auditors, from, to)),
        _ => missing.push("first and last day".to_owned()),
    }
    if plan.interviews.is_empty() {
        missing.push("interviews with times".to_owned());
    }
    if plan.requests.is_empty() {
        missing.push("documents asked for".to_owned());
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(rulebook::PLN_1
        .refuse("The plan is not complete.", "Add what is missing, save it, and send it then.")
        .missing(missing))
}

fn interviews_lack(
    plan: &Plan,
    auditors: &[Uuid],
    from: time::Date,
    to: time::Date,
) -> Vec<String> {
    let mut lack = Vec::new();
    for (n, interview) in plan.interviews.iter().enumerate() {
        if interview.day < from || interview.day > to {
            lack.push(format!("a day within the audit for the interview “{}”", interview.topic));
        }
        if !auditors.contains(&interview.auditor_id) {
            lack.push(format!(
                "an auditor of the present team for the interview “{}”",
                interview.topic
            ));
        }
        if plan.interviews[..n].iter().any(|earlier| earlier.clashes(interview)) {
            lack.push(format!(
                "a time for “{}” at which {} is free",
                interview.topic, interview.auditor
            ));
        }
    }
    lack
}

/// The lead auditor takes the plan back to change it, before the client has agreed.
pub async fn take_back(tx: &mut Tx<'_>, audit_id: Uuid, version: i32) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    audit.lead_auditor()?;
    let next = state_now(tx, audit_id).await?.after(Step::TakeBack)?;
    let body = tx.actor().body()?;
    let back = sqlx::query!(
        "update plans set state = $4, version = version + 1 where body_id = $1 and audit_id = $2 and version = $3",
        body,
        audit_id,
        version,
        next.key()
    )
    .execute(tx.sql())
    .await?;
    if back.rows_affected() == 0 {
        return Err(stale());
    }
    let sentence = format!("took the plan for {} back to change it", audit.kind.title());
    tx.record(Entry::new(audit.file(), "plan_taken_back", sentence, Seen::ByClientToo));
    Ok(())
}

/// The client agrees to the plan and its dates, with a team that it let stand (PLN-2): the audit is planned.
pub async fn agree(tx: &mut Tx<'_>, audit_id: Uuid, version: i32) -> Result<()> {
    let (audit, plan) = for_the_client(tx, audit_id).await?;
    let next = plan.state.after(Step::Agree)?;
    teams::settled(tx, &audit).await?;
    let planned = audit.state.after(audits::Step::AgreePlan)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let agreed = sqlx::query!(
        "with agreed as (
           update plans set state = $4, agreed_at = $5, agreed_by = $6, version = version + 1
           where body_id = $1 and audit_id = $2 and version = $3 returning starts_on, ends_on)
         update audits set state = $7, starts_on = agreed.starts_on, ends_on = agreed.ends_on, version = version + 1
         from agreed where body_id = $1 and id = $2 and audits.version = $8",
        body,
        audit_id,
        version,
        next.key(),
        now,
        person,
        planned.key(),
        audit.version
    )
    .execute(tx.sql())
    .await?;
    if agreed.rows_affected() == 0 {
        return Err(stale());
    }
    let sentence = format!("agreed to the plan and the dates of {}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "plan_agreed", sentence, Seen::ByClientToo).touching(
        "plan",
        audit_id,
        &digest(&plan),
    ));
    mail_lead(
        tx,
        &audit,
        "the plan is agreed",
        &format!(
            "{} has agreed to the plan and the dates of {}.",
            audit.client_name,
            audit.kind.title()
        ),
    )
    .await
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
    if asked.rows_affected() == 0 {
        return Err(stale());
    }
    let sentence = format!("asked for other dates for {}: {reason}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "other_dates_asked", sentence, Seen::ByClientToo));
    mail_lead(
        tx,
        &audit,
        "other dates asked for",
        &format!(
            "{} asks for other dates for {}.\n\n{reason}",
            audit.client_name,
            audit.kind.title()
        ),
    )
    .await
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
