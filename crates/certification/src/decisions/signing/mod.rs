//! Voting by signature in two steps, over the record's digest: what will be signed is set down and shown, then the
//! member's own key signs exactly that, or the body's with password and code (DEC-3), the chair's last (DEC-4). Then the decision is made, and what it does to the certificate happens in the
//! same transaction (DEC-6).

mod act;
mod allowed;
mod chair;
mod decision;
mod effects;
mod form;
mod intent;
mod lock;
mod news;
mod places;
mod prepare;
mod stored;
mod vote;

pub use act::{Act, Given, give};
pub use form::{STATEMENTS, Signature};
pub use intent::{Intent, intent};
pub use prepare::{MINUTES, prepare};
pub use stored::{signature_file, signed_how};

use super::decider::Decider;
use super::digest::record_digest;
use super::{CaseKind, Step, Vote};
use crate::certificates::Issuing;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, Seen};
use allowed::allowed;
use decision::decide;
pub(super) use decision::keep_decision;
use intent::take;
use lock::{lock, overtaken};
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

/// Signs what was prepared, if everything still stands. A member's signature is a vote; the chair's is the decision.
pub async fn sign(
    tx: &mut Tx<'_>,
    decider: &Decider,
    given: Given,
    issuing: &Issuing<'_>,
) -> Result<Signed> {
    if given.person != tx.actor().person()? {
        return Err(Error::NotFound);
    }
    let (seat, case) = (decider.seat(), lock(tx, decider).await?);
    case.state.after(Step::Sign)?;
    let intent = take(tx, decider, given.intent).await?;
    let manifest = record_digest(tx, seat.engagement_id).await?;
    let said = &intent.statement;
    if said.record.digest != manifest.hex() || said.role != seat.role() {
        return Err(overtaken(&case).into());
    }
    let vote = Vote::from_key(&said.vote).filter(|vote| seat.outcomes().contains(vote));
    let vote = vote.ok_or(Error::NotFound)?;
    let chair = allowed(tx, decider, &case, &manifest, vote).await?;
    let signed = given.signature(tx, issuing.keyring, &intent.bytes).await?;
    keep_vote(tx, decider, (chair, vote), (&intent, &signed), &manifest).await?;
    if chair {
        return decide(tx, decider, (vote, &said.reason), &manifest, issuing).await;
    }
    let sentence = "A member of the panel signed over the record's digest.";
    tx.record(Entry::new(seat.file(), "signature_given", sentence, Seen::ByStaff));
    Ok(Signed::Voted)
}
