//! Why a certificate is suspended: the three reasons, in the register's words (STA-1).

/// Why a certificate is suspended (STA-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    PersistentFailure,
    SurveillanceNotAllowed,
    ClientAsks,
}

impl Reason {
    pub const ALL: [Reason; 3] =
        [Reason::PersistentFailure, Reason::SurveillanceNotAllowed, Reason::ClientAsks];

    pub fn key(self) -> &'static str {
        match self {
            Reason::PersistentFailure => "persistent_failure",
            Reason::SurveillanceNotAllowed => "surveillance_not_allowed",
            Reason::ClientAsks => "client_asks",
        }
    }

    /// As the public register says it.
    pub fn title(self) -> &'static str {
        match self {
            Reason::PersistentFailure => {
                "The management system persistently or seriously failed to meet the requirements"
            }
            Reason::SurveillanceNotAllowed => {
                "Surveillance or recertification was not allowed in time"
            }
            Reason::ClientAsks => "The certified organisation asked for it",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}
