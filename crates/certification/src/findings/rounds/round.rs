//! A round as it is shown: the client's answer, its judgement and its verification, and the files with it.

use crate::as_json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// One round: the client's answer, and what the auditor made of it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Round {
    pub round: i32,
    pub correction: String,
    pub root_cause: String,
    pub action: String,
    pub responsible: String,
    #[serde(with = "as_json::day")]
    pub due_on: Date,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub judgement: Option<Judgement>,
    #[serde(default)]
    pub verifications: Vec<Verification>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct Judgement {
    pub outcome: String,
    pub reason: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl Judgement {
    pub fn accepted(&self) -> bool {
        self.outcome == "accepted"
    }
}

/// Whether the corrective action had its effect, and how that was seen.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Verification {
    pub effective: bool,
    pub how: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// A file given with the answers.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct EvidenceFile {
    pub id: Uuid,
    pub name: String,
    pub bytes: i64,
    pub sha256: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl EvidenceFile {
    /// "84 kB", for the line below its name.
    pub fn size(&self) -> String {
        crate::evidence::size(self.bytes)
    }
}

/// Each verification stands with the round whose plan it looked at: the newest one before it.
pub(crate) fn with_verifications(
    mut rounds: Vec<Round>,
    verifications: Vec<Verification>,
) -> Vec<Round> {
    for verification in verifications {
        if let Some(round) = rounds.iter_mut().rfind(|round| round.at <= verification.at) {
            round.verifications.push(verification);
        }
    }
    rounds
}
