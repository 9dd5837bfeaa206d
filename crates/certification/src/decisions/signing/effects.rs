//! What each outcome does to the certificate: issues it, revises it, changes its status, begins a cycle (CRT,
//! REC, STA).

use super::Signed;
use crate::certificates::{self, Issuing, OfFile, Terms};
use crate::cycle::{self, months_after};
use crate::db::Tx;
use crate::decisions::decider::Seat;
use crate::decisions::missing::facts;
use crate::decisions::{CaseKind, Vote};
use crate::error::{Error, Result};
use crate::rulebook;
use time::Date;
use uuid::Uuid;

/// A decision as it was kept, in its transaction.
pub(super) struct Made<'a> {
    pub(super) decision: Uuid,
    pub(super) outcome: Vote,
    pub(super) seat: &'a Seat,
    /// The record that was signed, in hexadecimal.
    pub(super) record: String,
}

/// The table of outcomes and what each does.
pub(super) async fn effect(
    tx: &mut Tx<'_>,
    made: &Made<'_>,
    issuing: &Issuing<'_>,
) -> Result<Signed> {
    match (made.outcome, made.seat.kind) {
        (Vote::Grant, CaseKind::Transfer) => return take_over(tx, made, issuing).await,
        (Vote::Grant, _) => return grant(tx, made, issuing).await,
        _ => {}
    }
    let file = made.seat.file();
    let now = match (made.outcome, certificates::of_file(tx, file.engagement_id).await?) {
        (Vote::Refuse, None) => return Ok(Signed::Refused),
        (_, now) => now.ok_or_else(|| Error::Fault("a decision about no certificate".into()))?,
    };
    let of = (made.decision, made.outcome);
    match made.outcome {
        Vote::Grant | Vote::Refuse | Vote::Maintain => {}
        Vote::Extend | Vote::Amend => revise(tx, made, &now, issuing).await?,
        Vote::Reduce => {
            revise(tx, made, &now, issuing).await?;
            let today = tx.today();
            if now.life.suspension(today).is_some() {
                certificates::change_status(tx, file, of, &now.number, None).await?;
            }
        }
        Vote::Renew => renew(tx, made, &now, issuing).await?,
        Vote::Suspend | Vote::Restore | Vote::Withdraw => {
            certificates::change_status(tx, file, of, &now.number, made.seat.reason).await?;
        }
    }
    let kind = made.seat.kind;
    if made.outcome == Vote::Refuse && kind.begins() {
        return Ok(Signed::Refused);
    }
    Ok(Signed::Decided { kind, outcome: made.outcome, number: now.number })
}

async fn grant(tx: &mut Tx<'_>, made: &Made<'_>, issuing: &Issuing<'_>) -> Result<Signed> {
    let (file, of, today) = (made.seat.file(), (made.decision, made.outcome.key()), tx.today());
    let (number, expires_on) =
        certificates::issue(tx, file, of, Terms::New, &made.record, issuing).await?;
    cycle::begin_until(tx, file, made.seat.cycle, today, expires_on).await?;
    Ok(Signed::Granted { number })
}

/// A certificate of this body in the place of the other's: its expiry and its cycle carry over (TRF-1).
async fn take_over(tx: &mut Tx<'_>, made: &Made<'_>, issuing: &Issuing<'_>) -> Result<Signed> {
    let file = made.seat.file();
    let taken = facts(tx, file.engagement_id).await?.transfer;
    let taken = taken.ok_or_else(|| Error::Fault("a transfer without its review".into()))?;
    let (of, terms) =
        ((made.decision, made.outcome.key()), Terms::TakenOver { expires_on: taken.expires_on });
    let (number, _) = certificates::issue(tx, file, of, terms, &made.record, issuing).await?;
    let dates = (taken.issued_on, taken.expires_on);
    cycle::carry_over(tx, file, made.seat.cycle, dates, taken.held()).await?;
    Ok(Signed::Granted { number })
}

/// The next revision with what is new; the expiry stays (CRT-5).
async fn revise(
    tx: &mut Tx<'_>,
    made: &Made<'_>,
    now: &OfFile,
    issuing: &Issuing<'_>,
) -> Result<()> {
    let terms = next(now, now.life.expires_on().unwrap_or(Date::MIN));
    let of = (made.decision, made.outcome.key());
    certificates::issue(tx, made.seat.file(), of, terms, &made.record, issuing).await?;
    Ok(())
}

/// The next revision for the next cycle. Its expiry builds on the old one, whether it was renewed in time
/// (REC-2) or within six months after (REC-3); it is effective from the decision, and never before.
async fn renew(
    tx: &mut Tx<'_>,
    made: &Made<'_>,
    now: &OfFile,
    issuing: &Issuing<'_>,
) -> Result<()> {
    let (file, today) = (made.seat.file(), tx.today());
    let old = now.life.expires_on().unwrap_or(Date::MIN);
    if now.life.restorable_until().is_none_or(|last| today > last) {
        return Err(too_late(old).into());
    }
    let expires_on = months_after(old, cycle::certificate_months(tx).await?);
    let of = (made.decision, made.outcome.key());
    certificates::issue(tx, file, of, next(now, expires_on), &made.record, issuing).await?;
    cycle::begin_until(tx, file, made.seat.cycle + 1, today, expires_on).await
}

fn too_late(expired: Date) -> crate::error::Refusal {
    rulebook::REC_3.refuse(
        format!(
            "The certificate expired on {}, longer than six months ago.",
            cycle::in_words(expired)
        ),
        "Hold at least a new Stage 2; then open an initial case.",
    )
}

fn next(now: &OfFile, expires_on: Date) -> Terms {
    let revision = now.life.newest().map_or(1, |newest| newest.revision) + 1;
    Terms::Next { number: now.number.clone(), revision, expires_on }
}
