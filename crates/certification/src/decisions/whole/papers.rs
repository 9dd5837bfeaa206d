//! What an audit team wrote down while it audited: documents checked, concerns, readiness and conclusions.

use time::OffsetDateTime;

#[derive(Debug, Clone, serde::Deserialize)]
pub struct CheckPart {
    pub item: String,
    /// In words, from the scheme.
    #[serde(skip)]
    pub title: &'static str,
    pub result: String,
    pub document_version: String,
    pub note: String,
}

impl CheckPart {
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
    /// The requirement's title, from the scheme.
    #[serde(skip)]
    pub title: &'static str,
    pub conclusion: String,
    pub methods: Vec<String>,
    pub evidence: String,
    pub by: String,
}

impl ConclusionPart {
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
