//! When the chair may decide: quorum, competence together (CMP-5), order, unanimity, and a file that allows the
//! outcome (DEC-4).

use super::lock::Locked;
use super::places::Place;
use crate::competence::Competence;
use crate::db::Tx;
use crate::decisions::Vote;
use crate::decisions::decider::{Decider, Seat};
use crate::decisions::digest::Manifest;
use crate::decisions::missing::missing_for_case;
use crate::error::{Refusal, Result};
use crate::rulebook;
use sqlx::types::Json;
use uuid::Uuid;

/// Quorum, order and unanimity, and everything that stood when the case was opened, once more.
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
    let seat = decider.seat();
    if seat.kind.is_positive(vote) {
        unanimous(&members, manifest, vote)?;
    }
    the_file_allows(tx, seat, vote).await
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

/// Whatever keeps a certificate or gives it back is decided by all of them.
fn unanimous(members: &[&Place], manifest: &Manifest, vote: Vote) -> Result<(), Refusal> {
    if members.iter().all(|place| place.standing(&manifest.digest) == Some(vote)) {
        return Ok(());
    }
    Err(rulebook::DEC_4.refuse(
        format!("{} is unanimous, and a member of this panel is for something else.", named(vote)),
        "You may decide otherwise; or put what is open to the audit team as a question, after which everybody signs anew.",
    ))
}

/// A decision of this kind, as a sentence begins with it.
fn named(vote: Vote) -> &'static str {
    match vote {
        Vote::Grant => "A grant",
        Vote::Maintain => "Maintaining certification",
        Vote::Restore => "A restoration",
        Vote::Extend => "An extension",
        Vote::Reduce => "A reduction that ends a suspension",
        Vote::Amend => "A change of the certificate",
        Vote::Renew => "A renewal",
        Vote::Refuse => "A refusal",
        Vote::Suspend => "A suspension",
        Vote::Withdraw => "A withdrawal",
    }
}

/// Everything that stood when the case was opened, once more, and for a positive outcome what the findings
/// lock. What takes a certificate away, or leaves it as it is, needs nothing: else a case could have no end.
async fn the_file_allows(tx: &mut Tx<'_>, seat: &Seat, vote: Vote) -> Result<()> {
    let locked = seat.kind.is_locked_by_findings(vote);
    if !locked && !matches!(vote, Vote::Reduce | Vote::Amend) {
        return Ok(());
    }
    scope_is_written(seat, vote)?;
    let missing = missing_for_case(tx, seat.engagement_id, seat.kind).await?;
    let against = || missing.to_open.iter().chain(missing.locked.iter().filter(|_| locked));
    let Some(first) = against().next() else { return Ok(()) };
    Err(first
        .rule
        .refuse(
            format!("The file does not allow this: {}.", vote.title(seat.kind).to_lowercase()),
            "See to each thing on the list first, or decide otherwise.",
        )
        .missing(against().map(|item| item.what.clone()))
        .into())
}

/// A new scope is decided only as it was written and read (CRT-5, STA-1).
fn scope_is_written(seat: &Seat, vote: Vote) -> Result<(), Refusal> {
    if !matches!(vote, Vote::Extend | Vote::Reduce | Vote::Amend) || !seat.new_scope.is_empty() {
        return Ok(());
    }
    Err(rulebook::CRT_5.refuse(
        "The case does not say yet what the new scope would be.",
        "Ask the scheme manager to write the new scope and sites into the case; then everybody signs over them.",
    ))
}
