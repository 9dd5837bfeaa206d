//! What an audit team wrote down while it audited: documents checked, concerns, readiness and conclusions.

use crate::standards::AIMS;
use time::OffsetDateTime;

#[derive(Debug, Clone, serde::Deserialize)]
pub struct CheckPart {
    pub item: String,
    pub result: String,
    pub document_version: String,
    pub note: String,
}

impl CheckPart {
    pub fn title(&self) -> &'static str {
        match self.item.as_str() {
            "scope" => "Scope of the management system",
            "ai_policy" => "AI policy",
            "risk_assessment" => "AI risk assessment",
            "ai_system_register" => "Register of AI systems",
            "statement_of_applicability" => "Statement of applicability",
            "procedures" => "Procedures",
            "internal_audit" => "Internal audit",
            _ => "Management review",
        }
    }

    /// A tag's kind and words.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match self.result.as_str() {
            "complete" => ("good", "Complete"),
            "incomplete" => ("act", "Incomplete"),
            _ => ("bad", "Missing"),
        }
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ConcernPart {
    pub requirement: String,
    pub statement: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ReadinessPart {
    pub ready: bool,
    pub team_competent: bool,
    pub reasons: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ConclusionPart {
    pub requirement: String,
    pub conclusion: String,
    pub methods: Vec<String>,
    pub evidence: String,
    pub by: String,
}

impl ConclusionPart {
    pub fn title(&self) -> String {
        AIMS.requirement(&self.requirement).map(|r| r.title.clone()).unwrap_or_default()
    }

    /// A tag's kind and words.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match self.conclusion.as_str() {
            "conforms" => ("good", "Conforms"),
            "observation" => ("wait", "Observation"),
            "minor" => ("act", "Minor nonconformity"),
            "major" => ("bad", "Major nonconformity"),
            _ => ("plain", "Not applicable"),
        }
    }

    pub fn by_method(&self, method: &str) -> bool {
        self.methods.iter().any(|m| m == method)
    }
}
