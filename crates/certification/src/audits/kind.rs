//! The audits of a cycle.

use crate::error::Error;

/// The audits of a cycle, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Stage1,
    Stage2,
    Surveillance1,
    Surveillance2,
    Recertification,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Stage1,
        Kind::Stage2,
        Kind::Surveillance1,
        Kind::Surveillance2,
        Kind::Recertification,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Kind::Stage1 => "stage_1",
            Kind::Stage2 => "stage_2",
            Kind::Surveillance1 => "surveillance_1",
            Kind::Surveillance2 => "surveillance_2",
            Kind::Recertification => "recertification",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Kind::Stage1 => "Stage 1",
            Kind::Stage2 => "Stage 2",
            Kind::Surveillance1 => "Surveillance 1",
            Kind::Surveillance2 => "Surveillance 2",
            Kind::Recertification => "Recertification",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("an audit of no known kind".into()))
    }

    /// Stage 1 judges documented information; every other audit concludes on requirements and raises findings.
    pub fn is_stage_1(self) -> bool {
        self == Kind::Stage1
    }

    /// Whether this audit alone takes every clause and every applicable control (PRG-2).
    pub fn covers_everything(self) -> bool {
        matches!(self, Kind::Stage2 | Kind::Recertification)
    }
}
