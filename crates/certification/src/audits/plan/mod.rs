//! The plan of an audit (PLN-1), agreed with the client (PLN-2): written by the lead auditor, sent whole.

mod answering;
mod completeness;
mod draft;
mod reads;
mod saving;
mod sending;
#[cfg(test)]
mod tests;

pub use answering::{OtherDates, agree, ask_for_other_dates};
pub use draft::{Form, InterviewRow, RequestRow, defaults};
pub use reads::{Interview, Plan, Request, of};
pub use saving::save;
pub(crate) use saving::state_now;
pub use sending::{send, take_back, warned};

use crate::error::{Error, Refusal};
use crate::rulebook;

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Draft,
    /// The client has it, and agrees to the dates or asks for others.
    Sent,
    Agreed,
}

/// What moves a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Save,
    Send,
    TakeBack,
    Agree,
    AskForOtherDates,
}

impl State {
    pub const ALL: [State; 3] = [State::Draft, State::Sent, State::Agreed];

    pub fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Sent => "sent",
            State::Agreed => "agreed",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Draft => "Being written",
            State::Sent => "With the client",
            State::Agreed => "Agreed",
        }
    }

    /// A tag's kind for it.
    pub fn tag(self) -> &'static str {
        match self {
            State::Draft => "act",
            State::Sent => "wait",
            State::Agreed => "good",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a plan in no known state".into()))
    }

    pub fn is_draft(self) -> bool {
        self == State::Draft
    }

    pub fn is_sent(self) -> bool {
        self == State::Sent
    }

    pub fn is_agreed(self) -> bool {
        self == State::Agreed
    }

    /// The table of steps.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Draft, Step::Save) => Ok(State::Draft),
            (State::Draft, Step::Send) => Ok(State::Sent),
            (State::Sent, Step::TakeBack | Step::AskForOtherDates) => Ok(State::Draft),
            (State::Sent, Step::Agree) => Ok(State::Agreed),
            (state, step) => Err(rulebook::ORDER.refuse(
                format!("The plan is \"{}\".", state.title()),
                match (state, step) {
                    (State::Draft, Step::Agree | Step::AskForOtherDates) => "The audit team is working on it; you will be told when it comes.",
                    (State::Sent, _) => "Take it back first to change it, or wait for the client's answer.",
                    (State::Agreed, _) => "What changes after the agreement is settled with the client and noted in the opening meeting.",
                    (State::Draft, _) => "Send it to the client first.",
                },
            )),
        }
    }
}
