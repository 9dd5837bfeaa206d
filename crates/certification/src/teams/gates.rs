//! Whether a team may be told to the client, and whether it stands.

use super::{Person, Role, State};
use crate::audits;
use crate::competence::{Competence, Kind, missing};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::rulebook;
use crate::standards::Standard;
use time::Duration;

/// The team's gates before the client is told: one lead auditor (CMP-3), everyone qualified for the role
/// (CMP-2), everything covered (CMP-1, CMP-6), everyone's conflicts declared and none among them (IMP-5).
pub fn standing(
    team: &[&Person],
    needed: &[Competence],
    standard: &Standard,
) -> Result<(), Refusal> {
    let leads = team.iter().filter(|person| person.role == Some(Role::LeadAuditor)).count();
    if leads != 1 {
        return Err(rulebook::CMP_3
            .refuse("The team has no lead auditor.", "Appoint one who is qualified as such.")
            .missing(["a lead auditor"]));
    }
    let lapsed = |p: &&&Person| p.role.is_some_and(|role| !p.may_be(role, standard));
    let lapsed: Vec<_> =
        team.iter().filter(lapsed).map(|p| format!("{} as {}", p.name, title(p))).collect();
    if !lapsed.is_empty() {
        return Err(rulebook::CMP_2
            .refuse(
                "The competence file of a member no longer shows the qualification for the role.",
                "Approve the qualification anew, or release the member.",
            )
            .missing(lapsed));
    }
    let held: Vec<_> = team.iter().flat_map(|person| person.adds()).collect();
    covered(&missing(needed, &held))?;
    free(team)
}

/// Nothing is missing of what the client asks for (CMP-1), nor of the fields of its standard (CMP-6).
fn covered(lacking: &[&Competence]) -> Result<(), Refusal> {
    let (fields, others): (Vec<&Competence>, Vec<&Competence>) =
        lacking.iter().copied().partition(|need| need.kind() == Some(Kind::Field));
    let (rule, because, lacks) = match (others.is_empty(), fields.is_empty()) {
        (false, _) => {
            (rulebook::CMP_1, "The team does not cover what this client asks for.", others)
        }
        (true, false) => (
            rulebook::CMP_6,
            "The team does not cover every field of knowledge that the standard asks for.",
            fields,
        ),
        (true, true) => return Ok(()),
    };
    Err(rule
        .refuse(because, "Appoint somebody who covers what is missing.")
        .missing(lacks.iter().map(|competence| competence.to_string())))
}

fn title(person: &Person) -> &'static str {
    person.role.map_or("", Role::title)
}

fn free(team: &[&Person]) -> Result<(), Refusal> {
    let conflicts: Vec<_> =
        team.iter().filter(|p| p.has_conflict()).map(|p| p.name.clone()).collect();
    if !conflicts.is_empty() {
        return Err(rulebook::IMP_5
            .refuse(
                "A member has declared a conflict with this client.",
                "Release the member and appoint somebody else.",
            )
            .missing(conflicts));
    }
    let silent: Vec<_> =
        team.iter().filter(|p| p.conflict.is_none()).map(|p| p.name.clone()).collect();
    if !silent.is_empty() {
        return Err(rulebook::IMP_5
            .refuse(
                "Not everyone in the team has declared conflicts with this client.",
                "Ask them to declare in their audit portal; each has been told by mail.",
            )
            .missing(silent.into_iter().map(|name| format!("declaration of {name}"))));
    }
    Ok(())
}

/// Refuses an audit whose team the client has neither agreed to nor let stand: told, the days to object
/// gone by, and no objection open (PLN-2).
pub async fn settled(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let state = State::kept(&audit.team_state)?;
    match state {
        State::Agreed => Ok(()),
        State::Forming => Err(rulebook::PLN_2
            .refuse(
                "The client has not been told the team yet, or the team has changed since.",
                "The scheme manager tells the client who is in it.",
            )
            .into()),
        State::Told if audit.is_at_short_notice() => Ok(()),
        State::Told => stands_unopposed(tx, audit).await,
    }
}

async fn stands_unopposed(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let facts = sqlx::query!(
        r#"select b.objection_days, exists (select from team_objections o where o.body_id = $1 and o.audit_id = $2 and o.outcome is null) as "open!"
           from bodies b where b.id = $1"#,
        body,
        audit.id
    )
    .fetch_one(tx.sql())
    .await?;
    if facts.open {
        return Err(rulebook::PLN_2
            .refuse(
                "An objection to a member of the team is open.",
                "The scheme manager answers it first: a new team, or the reason why not.",
            )
            .into());
    }
    let until = audit
        .team_told_at
        .map(|told| tx.day_of(told) + Duration::days(facts.objection_days.into()));
    match until {
        Some(until) if today > until => Ok(()),
        Some(until) => Err(rulebook::PLN_2
            .refuse(
                format!("The client may still object to the team, until {until}."),
                "Agree to the team first, or wait until then.",
            )
            .into()),
        None => Err(Error::Fault("a team told at no time".into())),
    }
}
