//! The independent decision: case, panel, questions, signatures over the record's digest (DEC).

mod board;
mod case;
mod conversation;
mod decider;
mod digest;
mod kind;
mod maintaining;
mod missing;
mod office;
mod overtaken;
mod own_cases;
mod questions;
mod reason;
mod signing;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod whole;

pub use board::{Board, Change, PlaceLine, board};
pub use case::{Appointing, Opening, Releasing, appoint, open_case, propose, release, write_scope};
pub use conversation::{
    Conversation, Question, TeamQuestion, Word, conversation, questions_for_team,
};
pub use decider::{Decider, Seat, seat};
pub(crate) use digest::record_things;
pub use digest::{Manifest, record_digest};
pub use kind::{CaseKind, Vote};
pub use maintaining::{Looking, MAINTENANCE_STATEMENTS, Maintained, maintain, prove_look};
pub use missing::{
    Choice, Facts, Item, Missing, Possible, another_stage_2_is_needed, missing_for_case, possible,
};
pub use office::{Decided, OfficeCase, PanelMember, SeatLine, members_of_panels, of_file};
pub(crate) use overtaken::void_overtaken_signatures;
pub use own_cases::{OwnCase, own_cases};
pub use questions::{Answered, Asking, answer_question, ask, deliberate};
pub use reason::Reason;
pub use signing::{
    Act, Given, Intent, MINUTES, STATEMENTS, Signature, Signed, give, intent, prepare, sign,
    signature_file, signed_how,
};
pub use whole::*;

use crate::error::{Error, Refusal};
use crate::rulebook;

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Decided,
}

/// What is done in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Appoint,
    Release,
    Ask,
    Deliberate,
    Sign,
    Decide,
}

impl State {
    pub const ALL: [State; 2] = [State::Open, State::Decided];

    pub fn key(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Decided => "decided",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Open => "Before the panel",
            State::Decided => "Decided",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a case in no known state".into()))
    }

    pub fn is_open(self) -> bool {
        self == State::Open
    }

    /// The table of steps: everything happens while the case is open, and a decision ends it (DEC-6).
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (
                State::Open,
                Step::Appoint | Step::Release | Step::Ask | Step::Deliberate | Step::Sign,
            ) => Ok(State::Open),
            (State::Open, Step::Decide) => Ok(State::Decided),
            (State::Decided, _) => Err(rulebook::DEC_6.refuse(
                "This case has been decided already.",
                "Open the case again to see what was decided, by whom and why.",
            )),
        }
    }
}
