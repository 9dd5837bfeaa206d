//! The programme of a cycle: its audits with objectives, criteria, methods, days and windows (PRG-1). It
//! rests on the agreement in force (APP-3) and on the audit time behind it.

mod check;
mod coverage;
#[cfg(test)]
mod coverage_tests;
mod defaults;
mod making;
mod reads;
mod special;
mod steps;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;

pub use check::{lacking, planned_decision};
pub use coverage::{Coverage, Heading, Mark, Part, choose_part, coverage, uncovered};
pub use making::{Made, make};
pub use reads::{of_file, own};
pub use special::{Besides, Special, add_special};
pub use steps::{Change, PutInForce, change_audit, put_in_force};

use crate::audits::{self, Kind};
use crate::cycle::Deadline;
use crate::error::{Error, Refusal};
use crate::rulebook;
use crate::standards::{Requirement, Scheme};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// How far a programme has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The office works on it; the client does not see it.
    Draft,
    InForce,
}

/// What moves a programme on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    ChangeAudit,
    PutInForce,
    /// Clauses, controls, sites and AI systems of an audit are chosen.
    ChoosePart,
    AddSpecial,
}

impl State {
    pub const ALL: [State; 2] = [State::Draft, State::InForce];

    pub fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::InForce => "in_force",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::InForce => "In force",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a programme in no known state".into()))
    }

    pub fn is_draft(self) -> bool {
        self == State::Draft
    }

    /// The table of steps: the state after `step`, or the refusal that says why not now.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Draft, Step::ChangeAudit) => Ok(State::Draft),
            (State::Draft, Step::PutInForce) => Ok(State::InForce),
            (state, Step::ChoosePart) => Ok(state),
            (State::InForce, Step::AddSpecial) => Ok(State::InForce),
            (State::Draft, Step::AddSpecial) => Err(rulebook::ORDER.refuse(
                "The programme is still a draft.",
                "Put it in force first; special audits come beside it.",
            )),
            (State::InForce, _) => Err(rulebook::ORDER.refuse(
                "The programme is in force, and the client has been told.",
                "Go on with the next audit of the programme; its own plan sets the days.",
            )),
        }
    }
}

/// The programme of one cycle of a file.
#[derive(Debug, Clone)]
pub struct Programme {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub standard: Scheme,
    pub version: i32,
    pub state: State,
    pub cycle: i32,
    pub made_by: String,
    pub made_at: OffsetDateTime,
    /// For how long an attestation of this body holds.
    pub certificate_months: i32,
    /// In the cycle's order.
    pub audits: Vec<Planned>,
}

impl Programme {
    pub fn audit(&self, kind: Kind) -> Option<&Planned> {
        self.audits.iter().find(|audit| audit.kind == kind)
    }

    /// The same programme, with the windows that a decision has set.
    #[must_use]
    pub fn bound_by(mut self, deadlines: &[Deadline]) -> Self {
        self.bind(deadlines);
        self
    }

    /// Once a decision has set last dates, they take the place of the windows planned before it.
    pub fn bind(&mut self, deadlines: &[Deadline]) {
        for audit in &mut self.audits {
            let of_audit = |d: &&Deadline| d.kind == audit.kind && d.cycle == self.cycle;
            if let Some(due) = deadlines.iter().find(of_audit) {
                (audit.window_from, audit.window_to, audit.bound) =
                    (due.opens_on, due.due_on, true);
            }
        }
    }
}

/// An audit as the programme has it.
#[derive(Debug, Clone)]
pub struct Planned {
    pub id: Uuid,
    pub standard: Scheme,
    pub version: i32,
    pub kind: Kind,
    pub state: audits::State,
    pub team_state: String,
    pub objectives: String,
    pub criteria: String,
    pub methods: String,
    pub half_days: i32,
    pub window_from: Date,
    pub window_to: Date,
    /// Whether the window is counted from a decision; else it is as planned.
    pub bound: bool,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    /// The requirements chosen for it, if any were (PRG-2).
    pub takes: Option<Vec<String>>,
    /// The sites and AI systems chosen for it; none means all.
    pub takes_sites: Option<Vec<Uuid>>,
    pub takes_systems: Option<Vec<Uuid>>,
    /// What a special audit is for, and why it was added (SPC-1).
    pub special_for: Option<audits::SpecialFor>,
    pub special_reason: String,
}

impl Planned {
    /// The requirements that this audit takes.
    pub fn taken(&self) -> Vec<&'static Requirement> {
        audits::coverage::taken(self.standard, self.kind, self.takes.as_deref())
    }

    /// How far the team is, in words.
    pub fn team_title(&self) -> &'static str {
        match self.team_state.as_str() {
            "told" => "Client told",
            "agreed" => "Agreed",
            _ => "To be appointed",
        }
    }
}
