//! The fixed fee (TIM-7), and the proposal with the certification agreement that the client's signatory
//! accepts together (APP-3). What the accepted proposal fixes never depends on the outcome (IMP-7).

mod answering;
mod in_sight;
mod offering;
mod quote;
mod reads;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;

pub use answering::{Acceptance, Answer, accept, decline};
pub use in_sight::InSight;
pub use offering::{Offer, offer};
pub use quote::{Line, RateCard, quote, total};
pub(crate) use reads::signatories;
pub use reads::{Desk, desk, of_file, own};

use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::rulebook;
use sha2::{Digest, Sha256};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

/// The agreement of a body that has written none of its own.
pub const AGREEMENT: &str = include_str!("agreement.txt");
/// Its version.
pub const AGREEMENT_VERSION: &str = "general 2026-01";
/// How long an offer stands.
pub const VALID_FOR: Duration = Duration::days(60);

/// How far a proposal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Offered,
    Accepted,
    Declined,
    Superseded,
}

/// What moves a proposal on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Accept,
    Decline,
    /// A newer offer takes the place of this one, or a newer accepted proposal that of an accepted one.
    Supersede,
}

impl State {
    pub const ALL: [State; 4] =
        [State::Offered, State::Accepted, State::Declined, State::Superseded];

    pub fn key(self) -> &'static str {
        match self {
            State::Offered => "offered",
            State::Accepted => "accepted",
            State::Declined => "declined",
            State::Superseded => "superseded",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Offered => "Offered, waiting for the client",
            State::Accepted => "Accepted, in force",
            State::Declined => "Declined by the client",
            State::Superseded => "Replaced by a newer one",
        }
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            State::Offered => "wait",
            State::Accepted => "good",
            State::Declined => "bad",
            State::Superseded => "plain",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a proposal in no known state".into()))
    }

    pub fn is_offered(self) -> bool {
        self == State::Offered
    }

    pub fn is_in_force(self) -> bool {
        self == State::Accepted
    }

    /// The table of steps: the state after `step`, or the refusal that says why not now.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Offered, Step::Accept) => Ok(State::Accepted),
            (State::Offered, Step::Decline) => Ok(State::Declined),
            (State::Offered | State::Accepted, Step::Supersede) => Ok(State::Superseded),
            (State::Accepted, _) => Err(rulebook::TIM_7.refuse(
                "This proposal has been accepted and fixes the fee.",
                "Ask the certification body for a new proposal if something should change.",
            )),
            (State::Declined, _) => Err(rulebook::ORDER.refuse(
                "This proposal has been declined.",
                "Wait for a new proposal, or ask the certification body for one.",
            )),
            (State::Superseded, _) => Err(rulebook::ORDER.refuse(
                "This proposal has been replaced by a newer one.",
                "Open the newest proposal and answer that.",
            )),
        }
    }
}

/// A proposal as it was offered, with the client's answer.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub version: i32,
    pub state: State,
    /// E.g. "TA-0007-P1".
    pub number: String,
    pub determination_id: Uuid,
    pub currency: String,
    pub lines: Vec<Line>,
    pub total_minor: i64,
    pub agreement_version: String,
    pub agreement: String,
    pub valid_until: Date,
    pub offered_by: String,
    pub offered_at: OffsetDateTime,
    pub answered_by: Option<String>,
    pub answered_by_id: Option<Uuid>,
    pub answered_at: Option<OffsetDateTime>,
    /// Why it was declined.
    pub answer: String,
    /// The name typed by the signatory who accepted.
    pub signed_name: String,
}

impl Proposal {
    /// Whether it may still be accepted on this day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.state.is_offered() && day <= self.valid_until
    }

    /// The agreement's clauses, one by one.
    pub fn clauses(&self) -> Vec<&str> {
        self.agreement.split("\n\n").map(str::trim).filter(|clause| !clause.is_empty()).collect()
    }
}

async fn supersede(tx: &mut Tx<'_>, standing: &Proposal) -> Result<()> {
    let next = standing.state.after(Step::Supersede)?;
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update proposals set state = $4, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        standing.id,
        standing.version,
        next.key()
    )
    .execute(tx.sql())
    .await?;
    moved_once(moved.rows_affected())
}

fn moved_once(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Stale("This proposal was answered or replaced meanwhile: open it again.".into()))
    }
}

/// What both sides agree to, as one digest: number, lines, agreement.
fn digest(number: &str, lines: &[Line], agreement: &str) -> Result<Vec<u8>> {
    Ok(Sha256::digest(format!("{number}\n{}\n{agreement}", serde_json::to_string(lines)?)).to_vec())
}

/// Refuses where no agreement is in force (APP-3).
pub(crate) async fn refuse_without_agreement(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Uuid> {
    let body = tx.actor().body()?;
    let determination = sqlx::query_scalar!(
        "select determination_id from proposals where body_id = $1 and engagement_id = $2 and state = 'accepted'",
        body,
        engagement_id
    )
    .fetch_optional(tx.sql())
    .await?;
    determination.ok_or_else(|| {
        rulebook::APP_3
            .refuse(
                "The client has not accepted proposal and certification agreement.",
                "Offer a proposal, and wait until the client's signatory accepts both.",
            )
            .into()
    })
}
