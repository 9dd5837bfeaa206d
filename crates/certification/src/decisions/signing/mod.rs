//! Voting by signature: over the record's digest, with the credentials given again, the chair last (DEC-3,
//! DEC-4). When the chair signs, the decision is made, and what it does to the certificate happens in the
//! same transaction (DEC-6).

mod chair;
mod decision;
mod effects;
mod form;
mod lock;
mod news;
mod places;
mod vote;

pub use form::{STATEMENTS, Signature, prove};

use super::decider::Decider;
use super::digest::record_digest;
use super::{CaseKind, Step, Vote};
use crate::certificates::Issuing;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::people::Proven;
use crate::record::{Entry, Seen};
use chair::chair_may_decide;
use decision::decide;
pub(super) use decision::keep_decision;
use lock::{lock, overtaken};
use places::{own, places};
use vote::keep_vote;

/// What a signature came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// A member's vote stands; the chair decides.
    Voted,
    Granted {
        number: String,
    },
    Refused,
    /// Any decision after the grant, with the number that it is about.
    Decided {
        kind: CaseKind,
        outcome: Vote,
        number: String,
    },
}

/// Signs. A member's signature is a vote; the chair's is the decision.
pub async fn sign(
    tx: &mut Tx<'_>,
    decider: &Decider,
    proven: &Proven,
    form: Signature,
    issuing: &Issuing<'_>,
) -> Result<Signed> {
    if proven.person != tx.actor().person()? {
        return Err(Error::NotFound);
    }
    let (vote, reason) = form.read(Some(decider.seat().kind))?;
    let case = lock(tx, decider).await?;
    case.state.after(Step::Sign)?;
    let manifest = record_digest(tx, decider.seat().engagement_id).await?;
    if form.record_digest.trim() != manifest.hex() {
        return Err(overtaken(&case).into());
    }
    let places = places(tx, decider.seat().case_id).await?;
    let chair = own(&places, proven, &manifest)?.chair;
    if chair {
        chair_may_decide(tx, decider, &places, &case, &manifest, vote).await?;
    }
    keep_vote(tx, decider, chair, proven, (vote, &reason), &manifest).await?;
    if chair {
        return decide(tx, decider, (vote, &reason), &manifest, issuing).await;
    }
    let sentence = "A member of the panel signed over the record's digest.";
    tx.record(Entry::new(decider.seat().file(), "signature_given", sentence, Seen::ByStaff));
    Ok(Signed::Voted)
}
