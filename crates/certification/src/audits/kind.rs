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
    /// Beside the cycle: for a wider scope, at short notice, or to follow up (SPC-1).
    Special,
}

impl Kind {
    /// What every cycle has.
    pub const OF_CYCLE: [Kind; 5] = [
        Kind::Stage1,
        Kind::Stage2,
        Kind::Surveillance1,
        Kind::Surveillance2,
        Kind::Recertification,
    ];

    pub const ALL: [Kind; 6] = [
        Kind::Stage1,
        Kind::Stage2,
        Kind::Surveillance1,
        Kind::Surveillance2,
        Kind::Recertification,
        Kind::Special,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Kind::Stage1 => "stage_1",
            Kind::Stage2 => "stage_2",
            Kind::Surveillance1 => "surveillance_1",
            Kind::Surveillance2 => "surveillance_2",
            Kind::Recertification => "recertification",
            Kind::Special => "special",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Kind::Stage1 => "Stage 1",
            Kind::Stage2 => "Stage 2",
            Kind::Surveillance1 => "Surveillance 1",
            Kind::Surveillance2 => "Surveillance 2",
            Kind::Recertification => "Recertification",
            Kind::Special => "Special audit",
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

    pub fn is_surveillance(self) -> bool {
        matches!(self, Kind::Surveillance1 | Kind::Surveillance2)
    }

    /// Whether this audit alone takes every clause and every applicable control (PRG-2).
    pub fn covers_everything(self) -> bool {
        matches!(self, Kind::Stage2 | Kind::Recertification)
    }
}

/// What a special audit is for (SPC-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecialFor {
    ScopeExtension,
    ShortNotice,
    FollowUp,
}

impl SpecialFor {
    pub const ALL: [SpecialFor; 3] =
        [SpecialFor::ScopeExtension, SpecialFor::ShortNotice, SpecialFor::FollowUp];

    pub fn key(self) -> &'static str {
        match self {
            SpecialFor::ScopeExtension => "scope_extension",
            SpecialFor::ShortNotice => "short_notice",
            SpecialFor::FollowUp => "follow_up",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            SpecialFor::ScopeExtension => "To extend the scope",
            SpecialFor::ShortNotice => "At short notice",
            SpecialFor::FollowUp => "To follow up",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|special| special.key() == key)
    }
}
