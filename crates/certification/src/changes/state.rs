//! Where a reported change stands: it is reported once, and answered once.

use crate::error::{Error, Refusal, Result};
use crate::rulebook;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Reported,
    Answered,
}

/// What can happen to a reported change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Answer,
}

impl State {
    pub const ALL: [State; 2] = [State::Reported, State::Answered];

    pub fn key(self) -> &'static str {
        match self {
            State::Reported => "reported",
            State::Answered => "answered",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Reported => "Reported",
            State::Answered => "Answered",
        }
    }

    pub(super) fn kept(key: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.key() == key)
            .ok_or_else(|| Error::Fault("a change in no known state".into()))
    }

    /// Whether the body owes an answer.
    pub fn is_open(self) -> bool {
        self.after(Step::Answer).is_ok()
    }

    /// The table of steps: the state after `step`, or the refusal that says why not now.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Reported, Step::Answer) => Ok(State::Answered),
            (State::Answered, Step::Answer) => Err(rulebook::ORDER.refuse(
                "This change is answered, and the client was told.",
                "An answer stays as it is: if the client reports more, answer that.",
            )),
        }
    }
}
