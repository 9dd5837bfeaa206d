//! Findings, the client's answers in rounds, judgement and verification (FND).

mod carried;
mod change;
mod grades;
#[cfg(test)]
mod grades_tests;
mod issue;
mod raise;
#[cfg(test)]
mod raise_tests;
mod raised;

pub(crate) use carried::raise_open_minors;
pub use carried::{Carried, carried};
pub use change::{Changing, TakingBack, change, take_back};
pub use grades::{Changed, Regrading, grade_changes, review_grade};
pub use issue::answer_due;
pub(crate) use issue::issue_all;
pub use raise::{Raising, raise};
pub use raised::{Raised, of_audit, one_raised};
pub mod rounds;

pub use rounds::{answer, close, judge, save_draft, verify};

use crate::error::{Error, Refusal};
use crate::rulebook;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    Major,
    Minor,
    Observation,
}

impl Grade {
    pub const ALL: [Grade; 3] = [Grade::Major, Grade::Minor, Grade::Observation];

    pub fn key(self) -> &'static str {
        match self {
            Grade::Major => "major",
            Grade::Minor => "minor",
            Grade::Observation => "observation",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Grade::Major => "Major nonconformity",
            Grade::Minor => "Minor nonconformity",
            Grade::Observation => "Observation",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a finding of no known grade".into()))
    }

    pub fn is_nonconformity(self) -> bool {
        self != Grade::Observation
    }
}

/// How far a finding has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Written down by the team, not yet told to the client in writing.
    Raised,
    /// An observation, told to the client; nothing is owed.
    Noted,
    /// A nonconformity, told to the client with the report; an answer is owed.
    Issued,
    /// The client has answered; the auditor judges.
    Answered,
    /// The answer was returned with a reason; another is owed.
    Returned,
    /// The plan is accepted; its effect is to be verified.
    Accepted,
    /// Found effective; to be closed.
    Verified,
    Closed,
    /// Taken back by the team before the report, with a reason.
    Dropped,
}

/// What moves a finding on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Drop,
    Issue,
    Answer,
    Return,
    Accept,
    FindEffective,
    FindIneffective,
    Close,
    /// A review after the report finds another grade.
    Regrade,
}

impl State {
    pub const ALL: [State; 9] = [
        State::Raised,
        State::Noted,
        State::Issued,
        State::Answered,
        State::Returned,
        State::Accepted,
        State::Verified,
        State::Closed,
        State::Dropped,
    ];

    pub fn key(self) -> &'static str {
        match self {
            State::Raised => "raised",
            State::Noted => "noted",
            State::Issued => "issued",
            State::Answered => "answered",
            State::Returned => "returned",
            State::Accepted => "accepted",
            State::Verified => "verified",
            State::Closed => "closed",
            State::Dropped => "dropped",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Raised => "Raised, not yet issued",
            State::Noted => "Noted",
            State::Issued => "Answer awaited",
            State::Answered => "Answered, to be judged",
            State::Returned => "Returned, new answer awaited",
            State::Accepted => "Plan accepted, effect to be verified",
            State::Verified => "Effect verified",
            State::Closed => "Closed",
            State::Dropped => "Taken back",
        }
    }

    /// A tag's kind for it, whoever looks.
    pub fn tag(self) -> &'static str {
        match self {
            State::Issued | State::Returned => "act",
            State::Answered | State::Accepted | State::Verified => "wait",
            State::Closed => "good",
            State::Raised | State::Noted | State::Dropped => "plain",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a finding in no known state".into()))
    }

    /// The table of steps; `grade` tells observations, which owe nothing, from nonconformities.
    pub fn after(self, step: Step, grade: Grade) -> Result<State, Refusal> {
        match (self, step) {
            (State::Raised, Step::Drop) => Ok(State::Dropped),
            (State::Raised, Step::Issue) if grade.is_nonconformity() => Ok(State::Issued),
            (State::Raised, Step::Issue) => Ok(State::Noted),
            (State::Issued | State::Returned, Step::Answer) => Ok(State::Answered),
            (State::Answered, Step::Return) => Ok(State::Returned),
            (State::Answered, Step::Accept) => Ok(State::Accepted),
            (State::Accepted, Step::FindEffective) => Ok(State::Verified),
            (State::Accepted, Step::FindIneffective) => Ok(State::Returned),
            (State::Verified, Step::Close) => Ok(State::Closed),
            (State::Noted, Step::Regrade) if grade.is_nonconformity() => Ok(State::Issued),
            (State::Issued | State::Returned, Step::Regrade) if !grade.is_nonconformity() => {
                Ok(State::Noted)
            }
            (
                State::Issued
                | State::Answered
                | State::Returned
                | State::Accepted
                | State::Verified,
                Step::Regrade,
            ) if grade.is_nonconformity() => Ok(self),
            (state, _) => Err(rulebook::ORDER.refuse(
                format!("The finding is \"{}\".", state.title()),
                "Open it again to see what is to be done now.",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_accepted_answer_can_be_verified_and_only_a_verified_one_closed() {
        for state in State::ALL {
            assert_eq!(
                state.after(Step::FindEffective, Grade::Major).is_ok(),
                state == State::Accepted
            );
            assert_eq!(state.after(Step::Close, Grade::Major).is_ok(), state == State::Verified);
            assert_eq!(
                state.after(Step::Answer, Grade::Minor).is_ok(),
                matches!(state, State::Issued | State::Returned)
            );
        }
    }

    #[test]
    fn an_observation_is_noted_and_owes_nothing() {
        assert_eq!(State::Raised.after(Step::Issue, Grade::Observation).ok(), Some(State::Noted));
        assert!(State::Noted.after(Step::Answer, Grade::Observation).is_err());
    }
}
