//! Whether this member may sign now: a seat without a signature that stands, and for the chair its turn.

use super::chair::chair_may_decide;
use super::lock::Locked;
use super::places::{own, places};
use crate::db::Tx;
use crate::decisions::Vote;
use crate::decisions::decider::Decider;
use crate::decisions::digest::Manifest;
use crate::error::Result;

/// Asks every rule that stands before a signature; answers whether it is the chair's.
pub(super) async fn allowed(
    tx: &mut Tx<'_>,
    decider: &Decider,
    case: &Locked,
    manifest: &Manifest,
    vote: Vote,
) -> Result<bool> {
    let person = tx.actor().person()?;
    let places = places(tx, decider.seat().case_id).await?;
    let chair = own(&places, person, manifest)?.chair;
    if chair {
        chair_may_decide(tx, decider, &places, case, manifest, vote).await?;
    }
    Ok(chair)
}
