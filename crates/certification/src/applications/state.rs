//! How far an application has come, and what moves it on.

use crate::error::{Error, Refusal};
use crate::rulebook;
use serde::{Deserialize, Serialize};

/// How far an application has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written by the client; the body does not see it listed.
    Draft,
    /// With the body, for review.
    Submitted,
    /// Back with the client, with questions.
    Returned,
    Accepted,
    Declined,
}

/// What moves an application on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Submit,
    Accept,
    Return,
    Decline,
}

impl State {
    pub const ALL: [State; 5] =
        [State::Draft, State::Submitted, State::Returned, State::Accepted, State::Declined];

    pub fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Accepted => "accepted",
            State::Declined => "declined",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::Submitted => "Submitted, to be reviewed",
            State::Returned => "Returned with questions",
            State::Accepted => "Accepted",
            State::Declined => "Declined",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("an application in no known state".into()))
    }

    /// Whether the client may write in it.
    pub fn is_open(self) -> bool {
        self.after(Step::Submit).is_ok()
    }

    /// Whether the body is to review it.
    pub fn is_under_review(self) -> bool {
        self.after(Step::Accept).is_ok()
    }

    pub fn is_accepted(self) -> bool {
        self == State::Accepted
    }

    pub fn is_declined(self) -> bool {
        self == State::Declined
    }

    pub fn is_returned(self) -> bool {
        self == State::Returned
    }

    /// The table of steps: the state after `step`, or the refusal that says why not now.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Draft | State::Returned, Step::Submit) => Ok(State::Submitted),
            (State::Submitted, Step::Accept) => Ok(State::Accepted),
            (State::Submitted, Step::Return) => Ok(State::Returned),
            (State::Submitted, Step::Decline) => Ok(State::Declined),
            (state, step) => Err(rulebook::ORDER.refuse(
                format!("The application is \"{}\".", state.title()),
                match step {
                    Step::Submit => {
                        "It is submitted once, and again only after the body has returned it."
                    }
                    Step::Accept | Step::Return | Step::Decline => {
                        "It is reviewed once each time the client submits it; open it again to see where it stands."
                    }
                },
            )),
        }
    }

    /// The refusal for writing in an application that is not open.
    pub(crate) fn may_be_written(self) -> Result<(), Refusal> {
        if self.is_open() {
            return Ok(());
        }
        Err(rulebook::ORDER.refuse(
            format!("The application is \"{}\", and can no longer be changed.", self.title()),
            "Write to the certification body: it can return an application that it reviews.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_moves_only_as_the_table_says() {
        let allowed = [
            (State::Draft, Step::Submit, State::Submitted),
            (State::Returned, Step::Submit, State::Submitted),
            (State::Submitted, Step::Accept, State::Accepted),
            (State::Submitted, Step::Return, State::Returned),
            (State::Submitted, Step::Decline, State::Declined),
        ];
        for state in State::ALL {
            for step in [Step::Submit, Step::Accept, Step::Return, Step::Decline] {
                let expected = allowed.iter().find(|(s, t, _)| (*s, *t) == (state, step));
                assert_eq!(state.after(step).ok(), expected.map(|(_, _, after)| *after));
            }
            assert_eq!(state.is_open(), state.may_be_written().is_ok());
            assert_eq!(State::from_key(state.key()), Some(state));
        }
    }
}
