//! The lead auditor sends the plan to the client, and may take it back (PLN-1, PLN-2, TIM-6).

use super::completeness::complete;
use super::reads::{Plan, of};
use super::saving::{auditors, stale, state_now};
use super::{State, Step};
use crate::audits::warnings::{self, Span};
use crate::audits::{self, Brief};
use crate::db::Tx;
use crate::enforcement::allow_with_reason;
use crate::error::{Refusal, Result};
use crate::record::{Entry, Seen};
use crate::rulebook::{self, Rule};
use crate::sampling;
use crate::teams;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Sends the plan to the client: complete (PLN-1), with a team that the client knows (PLN-2). The lead
/// auditor's act. Days that come late or are too few for the audit time pass only with a written reason (AUD-3, TIM-5).
pub async fn send(tx: &mut Tx<'_>, audit_id: Uuid, version: i32, because: &str) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    audit.lead_auditor()?;
    let plan = of(tx, &audit).await?;
    let next = plan.state.after(Step::Send)?;
    known_to_the_client(&audit)?;
    let auditors = auditors(tx, audit_id).await?;
    complete(&plan, &auditors)?;
    sites_planned(tx, &audit).await?;
    for (rule, warned) in warned(tx, &audit, &plan, auditors.len()).await? {
        allow_with_reason(tx, audit.file(), rule, &warned, because).await?;
    }
    mark_sent(tx, audit_id, version, next).await?;
    let kind = audit.kind.title();
    let sentence = format!("sent the plan for {kind} to the client");
    tx.record(Entry::new(audit.file(), "plan_sent", sentence, Seen::ByClientToo).touching(
        "plan",
        audit_id,
        &digest(&plan),
    ));
    let text = format!(
        "the plan for {kind} has come, with its dates, interviews and the documents that the team asks for.\n\nPlease sign in, agree to the dates or ask for others, and upload the documents."
    );
    teams::mail_client(tx, &audit, "the plan of your audit", &text).await
}

/// What the plan's days are warned of and nobody has let pass yet with a reason: a Stage 2 that begins late (AUD-3),
/// days that are too few for the audit time (TIM-5). Also for the page, before it is sent.
pub async fn warned(
    tx: &mut Tx<'_>,
    audit: &Brief,
    plan: &Plan,
    auditors: usize,
) -> Result<Vec<(&'static Rule, String)>> {
    let Some((first, last)) = plan.starts_on.zip(plan.ends_on) else { return Ok(Vec::new()) };
    let facts = warnings::facts(tx, audit).await?;
    let late = facts.late(audit.kind, first).map(|words| (rulebook::AUD_3, words));
    let short = facts.short(audit, &Span::of_days(first, last), auditors);
    Ok(late.into_iter().chain(short.map(|words| (rulebook::TIM_5, words))).collect())
}

/// Which of several sites a later audit goes to is planned first; the initial audit's came with the programme
/// (TIM-6).
async fn sites_planned(tx: &mut Tx<'_>, audit: &Brief) -> Result<()> {
    match sampling::Audit::of_kind(audit.kind.key()) {
        None | Some(sampling::Audit::Initial) => Ok(()),
        Some(later) => {
            sampling::refuse_without_plan(tx, audit.engagement_id, (audit.cycle, later)).await
        }
    }
}

/// The team comes before the plan (PLN-2).
fn known_to_the_client(audit: &Brief) -> Result<(), Refusal> {
    if teams::State::from_key(&audit.team_state) != Some(teams::State::Forming) {
        return Ok(());
    }
    Err(rulebook::PLN_2.refuse(
        "The client does not know the team yet.",
        "The scheme manager tells the client who is in it; then send the plan.",
    ))
}

async fn mark_sent(tx: &mut Tx<'_>, audit_id: Uuid, version: i32, state: State) -> Result<()> {
    let (body, now) = (tx.actor().body()?, tx.now());
    let sent = sqlx::query!(
        "update plans set state = $4, sent_at = $5, other_dates = '', version = version + 1 where body_id = $1 and audit_id = $2 and version = $3",
        body,
        audit_id,
        version,
        state.key(),
        now
    )
    .execute(tx.sql())
    .await?;
    if sent.rows_affected() == 1 { Ok(()) } else { Err(stale()) }
}

pub(super) fn digest(plan: &Plan) -> Vec<u8> {
    Sha256::digest(format!("{plan:?}")).to_vec()
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
