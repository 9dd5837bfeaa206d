//! When the chair may decide: quorum, competence together (CMP-5), order, unanimity, and for a grant a file
//! that allows it (DEC-4).

use super::lock::Locked;
use super::places::Place;
use crate::competence::Competence;
use crate::db::Tx;
use crate::decisions::Vote;
use crate::decisions::decider::Decider;
use crate::decisions::digest::Manifest;
use crate::decisions::missing::missing_for_case;
use crate::error::{Refusal, Result};
use crate::rulebook;
use sqlx::types::Json;
use uuid::Uuid;

/// Quorum, order and unanimity; for a grant, everything that stood when the case was opened, once more.
pub(super) async fn chair_may_decide(
    tx: &mut Tx<'_>,
    decider: &Decider,
    places: &[Place],
    case: &Locked,
    manifest: &Manifest,
    vote: Vote,
) -> Result<()> {
    let members: Vec<_> = places.iter().filter(|place| !place.chair).collect();
    quorum(&members, case.panel_members as usize)?;
    competent_together(tx, decider.seat().engagement_id).await?;
    everybody_signed(&members, manifest)?;
    if vote == Vote::Refuse {
        return Ok(());
    }
    nobody_refuses(&members, manifest)?;
    nothing_against_a_grant(tx, decider.seat().engagement_id).await
}

fn quorum(members: &[&Place], least: usize) -> Result<(), Refusal> {
    if members.len() >= least {
        return Ok(());
    }
    Err(rulebook::DEC_4.refuse(
        format!(
            "This body's panels have a chair and at least {least} members; this one has {}.",
            members.len()
        ),
        "Ask the scheme manager to appoint who is missing.",
    ))
}

/// The panel together is competent for the standard and the sector (CMP-5).
async fn competent_together(tx: &mut Tx<'_>, engagement: Uuid) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let lacks = sqlx::query_scalar!(
        r#"select panel_lacks($1, $2, $3) as "lacks!: Json<Vec<Competence>>""#,
        body,
        engagement,
        today
    )
    .fetch_one(tx.sql())
    .await?;
    if lacks.is_empty() {
        return Ok(());
    }
    Err(rulebook::CMP_5
        .refuse(
            "Nobody on this panel is qualified for something that the case asks for.",
            "Ask the scheme manager to appoint somebody who is, or to have the qualification approved.",
        )
        .missing(lacks.iter().map(Competence::to_string))
        .into())
}

fn everybody_signed(members: &[&Place], manifest: &Manifest) -> Result<(), Refusal> {
    let awaited: Vec<_> = members
        .iter()
        .filter(|place| place.standing(&manifest.digest).is_none())
        .map(|place| format!("the signature of {}", place.name))
        .collect();
    if awaited.is_empty() {
        return Ok(());
    }
    Err(rulebook::DEC_4
        .refuse(
            "The chair signs last, and not every member has signed over the record as it stands.",
            "Wait for the members' signatures.",
        )
        .missing(awaited))
}

fn nobody_refuses(members: &[&Place], manifest: &Manifest) -> Result<(), Refusal> {
    if members.iter().all(|place| place.standing(&manifest.digest) != Some(Vote::Refuse)) {
        return Ok(());
    }
    Err(rulebook::DEC_4.refuse(
        "A grant is unanimous, and a member of this panel is for refusing.",
        "You may decide to refuse; or put what is open to the audit team as a question, after which everybody signs anew.",
    ))
}

async fn nothing_against_a_grant(tx: &mut Tx<'_>, engagement: Uuid) -> Result<()> {
    let missing = missing_for_case(tx, engagement).await?;
    let Some(first) = missing.against_a_grant().next() else { return Ok(()) };
    Err(first
        .rule
        .refuse(
            "The file does not allow a grant.",
            "See to each thing on the list first, or decide to refuse.",
        )
        .missing(missing.against_a_grant().map(|item| item.what.clone()))
        .into())
}
