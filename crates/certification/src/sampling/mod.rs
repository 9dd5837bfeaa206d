//! Which of several sites an audit goes to: the size of the sample, the recorded draw that anybody can
//! repeat, the sites chosen with a reason, and the central function always (TIM-6).

mod draw;
mod reads;
mod steps;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;

pub use draw::{Candidate, How, Sampled, at_random_at_least, draw, rank, size};
pub use reads::{Plan, Site, cycle, of_all_cycles, of_file, sites};
pub(crate) use steps::refuse_without_plan;
pub use steps::{Form, plan};

/// The audits whose sites are sampled apart. Stage 1 and Stage 2 are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audit {
    Initial,
    #[serde(rename = "surveillance_1")]
    Surveillance1,
    #[serde(rename = "surveillance_2")]
    Surveillance2,
    Recertification,
}

impl Audit {
    pub const ALL: [Audit; 4] =
        [Audit::Initial, Audit::Surveillance1, Audit::Surveillance2, Audit::Recertification];

    pub fn key(self) -> &'static str {
        match self {
            Audit::Initial => "initial",
            Audit::Surveillance1 => "surveillance_1",
            Audit::Surveillance2 => "surveillance_2",
            Audit::Recertification => "recertification",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Audit::Initial => "Initial audit (Stage 1 and 2)",
            Audit::Surveillance1 => "Surveillance 1",
            Audit::Surveillance2 => "Surveillance 2",
            Audit::Recertification => "Recertification",
        }
    }

    /// The one that an audit of the cycle belongs to, by its kind's key.
    pub fn of_kind(kind: &str) -> Option<Self> {
        if kind.starts_with("stage_") { Some(Audit::Initial) } else { Self::from_key(kind) }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audit| audit.key() == key)
    }
}
