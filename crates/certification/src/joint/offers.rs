//! What one of the audits held together offers to the other: its window, its team, its plan. Taken over by the
//! same verbs that people use, so that every rule asks again for this file and its standard.

use crate::actor::SchemeManager;
use crate::audits::plan::{self, Form, Plan};
use crate::audits::{Brief, brief};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::programmes::{self, Change};
use crate::teams::{self, Appointment};
use uuid::Uuid;

/// The audit, and the one that it is held together with; any other is not found.
async fn partners(tx: &mut Tx<'_>, audit: Uuid, from: Uuid) -> Result<(Brief, Brief)> {
    let audit = brief(tx, audit).await?;
    if audit.together.iter().all(|partner| partner.audit_id != from) {
        return Err(Error::NotFound);
    }
    Ok((audit, brief(tx, from).await?))
}

/// Gives an audit the other's window, while its programme is a draft (PRG-1).
pub async fn take_window(
    tx: &mut Tx<'_>,
    by: &SchemeManager,
    audit: Uuid,
    from: Uuid,
) -> Result<()> {
    let (audit, other) = partners(tx, audit, from).await?;
    let file = audit.engagement_id;
    let programme = programmes::of_file(tx, file).await?.ok_or(Error::NotFound)?;
    let planned = programme.audits.into_iter().find(|planned| planned.id == audit.id);
    let planned = planned.ok_or(Error::NotFound)?;
    let form = Change {
        version: planned.version.to_string(),
        objectives: planned.objectives,
        criteria: planned.criteria,
        methods: planned.methods,
        days: (f64::from(planned.half_days) / 2.0).to_string(),
        window_from: other.window_from.to_string(),
        window_to: other.window_to.to_string(),
    };
    programmes::change_audit(tx, by, file, audit.id, form).await
}

/// Appoints those of the other's team who are not in this one yet, each in the same role, if the competence file
/// allows it for this standard (CMP-2).
pub async fn take_team(
    tx: &mut Tx<'_>,
    by: &SchemeManager,
    audit: Uuid,
    from: Uuid,
    in_spite_of: &str,
) -> Result<()> {
    let (audit, other) = partners(tx, audit, from).await?;
    let here = teams::members(tx, audit.id).await?;
    for member in teams::members(tx, other.id).await? {
        if here.iter().any(|known| known.person_id == member.person_id) {
            continue;
        }
        let form = Appointment {
            id: String::new(),
            person: member.person_id.to_string(),
            role: member.role.key().to_owned(),
            in_spite_of: in_spite_of.to_owned(),
        };
        teams::appoint(tx, by, audit.id, form).await?;
    }
    Ok(())
}

/// Writes the other's days, places, interviews and ways of working into this audit's plan; its own objectives,
/// criteria and documents stay. For the lead auditor, who is in both teams.
pub async fn take_plan(tx: &mut Tx<'_>, audit: Uuid, from: Uuid) -> Result<()> {
    let (audit, other) = partners(tx, audit, from).await?;
    let (own, theirs) = (plan::of(tx, &audit).await?, plan::of(tx, &other).await?);
    let auditors: Vec<_> = teams::members(tx, audit.id)
        .await?
        .into_iter()
        .filter(|member| member.role.audits())
        .map(|member| member.person_id)
        .collect();
    plan::save(tx, audit.id, joined(own, theirs, &auditors)).await
}

/// The plan's form with the other's interviews, those that somebody of this team holds.
fn joined(own: Plan, theirs: Plan, auditors: &[Uuid]) -> Form {
    let day = |day: Option<time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut form = Form {
        version: own.version.to_string(),
        objectives: own.objectives,
        criteria: own.criteria,
        scope: own.scope,
        sites: theirs.sites,
        starts_on: day(theirs.starts_on),
        ends_on: day(theirs.ends_on),
        duration: theirs.duration,
        communication: theirs.communication,
        remotely: theirs.remotely,
        remote: theirs.remote,
        remote_means: theirs.remote_means,
        remote_risks: theirs.remote_risks,
        accompanying: theirs.accompanying,
        ..Form::default()
    };
    for held in theirs.interviews.iter().filter(|held| auditors.contains(&held.auditor_id)) {
        form.interview_day.push(held.day.to_string());
        form.interview_from.push(held.from_field());
        form.interview_to.push(held.to_field());
        form.interview_topic.push(held.topic.clone());
        form.interview_with.push(held.with_whom.clone());
        form.interview_auditor.push(held.auditor_id.to_string());
        form.interview_place.push(held.place.clone());
    }
    for request in own.requests {
        form.request_id.push(request.id.map(|id| id.to_string()).unwrap_or_default());
        form.request_title.push(request.title);
        form.request_why.push(request.why);
    }
    form
}
