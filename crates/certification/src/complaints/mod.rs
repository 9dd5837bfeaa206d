//! Complaints and appeals: free and in writing, acknowledged, their progress told, decided by somebody with no
//! earlier part in the matter, and the outcome told (CAP-1).

mod against;
mod deciding;
mod following;
mod handling;
mod lodging;
mod mails;
mod reads;
#[cfg(test)]
mod tests;

pub use against::{Against, may_appeal_against};
pub use deciding::{Decision, Telling, decide, tell};
pub use following::{Followed, OwnComplaint, follow, own};
pub use handling::{
    Acknowledgement, Appointed, Progress, acknowledge, appoint_decider, report_progress,
};
pub use lodging::{Lodged, OfClient, OfVisitor, lodge_as_client, lodge_as_visitor};
pub use reads::{Candidate, Complaint, Line, Note, candidates, complaint, list, open_files};

use crate::error::{Error, Refusal};
use crate::rulebook;

/// What came of it.
pub const OUTCOMES: &[(&str, &str)] =
    &[("upheld", "Upheld"), ("partly_upheld", "Upheld in part"), ("not_upheld", "Not upheld")];

/// An outcome's title.
pub fn outcome_title(key: &str) -> &'static str {
    OUTCOMES.iter().find(|(known, _)| *known == key).map_or("", |(_, title)| title)
}

/// The two kinds, as the office says them.
pub fn kind_title(key: &str) -> &'static str {
    if key == "appeal" { "Appeal" } else { "Complaint" }
}

/// How far a complaint or appeal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Lodged,
    Acknowledged,
    UnderWay,
    Decided,
    /// The outcome is told: the matter is closed.
    Told,
}

/// What moves it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Acknowledge,
    ReportProgress,
    AppointDecider,
    Decide,
    Tell,
}

impl State {
    pub const ALL: [State; 5] =
        [State::Lodged, State::Acknowledged, State::UnderWay, State::Decided, State::Told];

    pub fn key(self) -> &'static str {
        match self {
            State::Lodged => "lodged",
            State::Acknowledged => "acknowledged",
            State::UnderWay => "under_way",
            State::Decided => "decided",
            State::Told => "told",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Lodged => "Lodged",
            State::Acknowledged => "Acknowledged",
            State::UnderWay => "Being looked into",
            State::Decided => "Decided, to be told",
            State::Told => "Outcome told",
        }
    }

    /// The words for whoever lodged it: what is decided and not told yet is still being looked into.
    pub fn told_as(self) -> &'static str {
        if self == State::Decided { State::UnderWay.title() } else { self.title() }
    }

    /// A tag's kind for it.
    pub fn tag(self) -> &'static str {
        match self {
            State::Lodged | State::Decided => "act",
            State::Acknowledged | State::UnderWay => "wait",
            State::Told => "good",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a complaint in no known state".into()))
    }

    /// Whether this step leads on from here.
    pub fn allows(self, step: Step) -> bool {
        self.after(step).is_ok()
    }

    /// The table of steps.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        let (because, way_out) = match (self, step) {
            (State::Lodged, Step::Acknowledge) => return Ok(State::Acknowledged),
            (State::Acknowledged | State::UnderWay, Step::ReportProgress) => {
                return Ok(State::UnderWay);
            }
            (State::Acknowledged | State::UnderWay, Step::AppointDecider) => return Ok(self),
            (State::UnderWay, Step::Decide) => return Ok(State::Decided),
            (State::Decided, Step::Tell) => return Ok(State::Told),
            (State::Lodged, _) => ("It has not been acknowledged yet.", "Acknowledge it first."),
            (State::Acknowledged, Step::Decide) => (
                "Nothing has been told of its progress yet.",
                "Look into it, and tell whoever lodged it what is being done; then decide.",
            ),
            (State::Acknowledged | State::UnderWay, Step::Tell) => {
                ("It has not been decided yet.", "Its decider decides it first.")
            }
            (_, Step::Acknowledge) => ("It is acknowledged already.", "Go on from there."),
            (State::Decided | State::Told, _) => (
                "It has been decided already.",
                "Who does not agree may lodge a complaint of its own.",
            ),
        };
        Err(rulebook::CAP_1.refuse(because, way_out))
    }
}
