//! How a review of an application ends, and the reviews that were made.

use super::{State, Step};
use time::OffsetDateTime;

/// How a review ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    Returned,
    Declined,
}

impl Outcome {
    pub const ALL: [Outcome; 3] = [Outcome::Accepted, Outcome::Returned, Outcome::Declined];

    pub fn key(self) -> &'static str {
        self.state().key()
    }

    pub fn title(self) -> &'static str {
        self.state().title()
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    pub(super) fn state(self) -> State {
        match self {
            Outcome::Accepted => State::Accepted,
            Outcome::Returned => State::Returned,
            Outcome::Declined => State::Declined,
        }
    }

    pub(super) fn step(self) -> Step {
        match self {
            Outcome::Accepted => Step::Accept,
            Outcome::Returned => Step::Return,
            Outcome::Declined => Step::Decline,
        }
    }

    pub(super) fn act(self) -> (&'static str, &'static str) {
        match self {
            Outcome::Accepted => {
                ("application_accepted", "Reviewed the application and accepted it.")
            }
            Outcome::Returned => {
                ("application_returned", "Reviewed the application and returned it with questions.")
            }
            Outcome::Declined => {
                ("application_declined", "Reviewed the application and declined it.")
            }
        }
    }
}

/// A review that was made.
#[derive(Debug, Clone)]
pub struct ReviewMade {
    pub outcome: String,
    pub information: String,
    pub differences: String,
    pub competence: String,
    pub impartiality: String,
    pub answer: String,
    /// What the body was to the client, and who it was (IMP-3).
    pub tie: String,
    pub tie_who: String,
    pub who: String,
    pub at: OffsetDateTime,
}

impl ReviewMade {
    pub fn title(&self) -> &'static str {
        Outcome::from_key(&self.outcome).map_or("Reviewed", Outcome::title)
    }

    /// What the body was to the client, in words; empty where it was not asked.
    pub fn tie_words(&self) -> String {
        let found = super::TIES.iter().find(|(key, _)| *key == self.tie);
        match found {
            Some((_, words)) if self.tie_who.is_empty() => (*words).to_owned(),
            Some((_, words)) => format!("{words}: {}", self.tie_who),
            None => String::new(),
        }
    }
}
