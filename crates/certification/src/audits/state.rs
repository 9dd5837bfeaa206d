//! How far an audit has come, and what moves it on.

use crate::error::{Error, Refusal, Result};
use crate::rulebook;

/// How far an audit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In the programme, with objectives, criteria, methods, days and window.
    Programmed,
    /// Its plan is agreed with the client.
    Planned,
    /// The opening meeting was held.
    UnderWay,
    /// The closing meeting was held.
    Held,
    /// Its report is issued.
    Reported,
}

/// What moves an audit on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    AgreePlan,
    Open,
    Close,
    IssueReport,
}

impl State {
    pub const ALL: [State; 5] =
        [State::Programmed, State::Planned, State::UnderWay, State::Held, State::Reported];

    /// Whether the opening meeting is still to be held.
    pub fn is_before_opening(self) -> bool {
        matches!(self, State::Programmed | State::Planned)
    }

    pub fn key(self) -> &'static str {
        match self {
            State::Programmed => "programmed",
            State::Planned => "planned",
            State::UnderWay => "under_way",
            State::Held => "held",
            State::Reported => "reported",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Programmed => "In the programme",
            State::Planned => "Planned",
            State::UnderWay => "Under way",
            State::Held => "Held, report to be issued",
            State::Reported => "Reported",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("an audit in no known state".into()))
    }

    /// The team writes down what it finds: from the opening meeting until the report is issued.
    pub fn is_at_work(self) -> bool {
        matches!(self, State::UnderWay | State::Held)
    }

    pub fn is_reported(self) -> bool {
        self == State::Reported
    }

    /// The table of steps: the state after `step`, or the refusal that says why not now.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Programmed, Step::AgreePlan) => Ok(State::Planned),
            (State::Planned, Step::Open) => Ok(State::UnderWay),
            (State::UnderWay, Step::Close) => Ok(State::Held),
            (State::Held, Step::IssueReport) => Ok(State::Reported),
            (state, step) => Err(rulebook::ORDER.refuse(
                format!("The audit is \"{}\".", state.title()),
                match step {
                    Step::AgreePlan => "A plan is agreed once, before the audit is opened.",
                    Step::Open => "Agree the plan with the client first; an audit is opened once.",
                    Step::Close => "Hold the opening meeting first; an audit is closed once.",
                    Step::IssueReport => "Hold the closing meeting first; after the report is issued, a correction is a new version.",
                },
            )),
        }
    }
}

#[cfg(test)]
mod steps {
    use super::*;

    #[test]
    fn order_an_audit_goes_through_its_states_in_one_order_only() {
        let steps = [Step::AgreePlan, Step::Open, Step::Close, Step::IssueReport];
        for (at, state) in State::ALL.into_iter().enumerate() {
            for (nth, step) in steps.into_iter().enumerate() {
                assert_eq!(
                    state.after(step).ok(),
                    (at == nth).then(|| State::ALL[at + 1]),
                    "{state:?} {step:?}"
                );
            }
        }
    }
}
