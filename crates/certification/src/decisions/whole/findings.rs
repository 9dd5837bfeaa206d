//! Findings with their rounds and their grades, and what else lies in the file: evidence and notes.

use crate::audits::Kind;
use crate::findings::rounds::{EvidenceFile, Round, Verification};
use crate::findings::{Grade, State as FindingState};
use time::OffsetDateTime;

/// A finding with its rounds.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct FindingPart {
    pub number: i32,
    pub audit: String,
    pub requirement: String,
    /// From the scheme.
    #[serde(skip)]
    pub requirement_title: &'static str,
    pub grade: String,
    pub state: String,
    pub statement: String,
    pub evidence: String,
    pub drop_reason: String,
    pub rounds: Vec<Round>,
    pub verifications: Vec<Verification>,
    /// Each change of the grade, oldest first (FND-7).
    pub grades: Vec<GradePart>,
    /// Why it stayed a minor when a later audit closed (FND-6).
    pub kept: Vec<KeptMinor>,
}

/// A change of a finding's grade.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct GradePart {
    pub from_grade: String,
    pub to_grade: String,
    pub reason: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl GradePart {
    /// "Minor to Major".
    pub fn title(&self) -> String {
        let title = |key: &str| Grade::from_key(key).map_or("", Grade::title);
        format!("{} to {}", title(&self.from_grade), title(&self.to_grade).to_lowercase())
    }
}

/// A minor that a later audit left one, with the lead auditor's reason.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct KeptMinor {
    pub audit: String,
    pub reason: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl KeptMinor {
    pub fn audit_title(&self) -> &'static str {
        Kind::from_key(&self.audit).map_or("Audit", Kind::title)
    }
}

impl FindingPart {
    pub fn grade_title(&self) -> &'static str {
        Grade::from_key(&self.grade).map_or("", Grade::title)
    }

    pub fn state_title(&self) -> &'static str {
        FindingState::from_key(&self.state).map_or("", FindingState::title)
    }

    pub fn is_nonconformity(&self) -> bool {
        Grade::from_key(&self.grade).is_some_and(Grade::is_nonconformity)
    }

    pub fn is_settled(&self) -> bool {
        matches!(self.state.as_str(), "closed" | "noted" | "dropped")
    }

    pub fn audit_title(&self) -> &'static str {
        Kind::from_key(&self.audit).map_or("Audit", Kind::title)
    }
}

/// A file, and what it was given for.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct GivenFile {
    #[serde(flatten)]
    pub file: EvidenceFile,
    pub about: String,
}

impl GivenFile {
    pub fn about_title(&self) -> &'static str {
        match self.about.as_str() {
            "application" => "Application",
            "document_request" => "Document asked for",
            "finding" => "Corrective action",
            "conclusion" => "Conclusion",
            _ => "Meeting",
        }
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct Note {
    pub about: String,
    pub text: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}
