//! What an issued report holds, frozen: everything known about the audit and everything written, in one
//! JSON whose SHA-256 digest is its seal.

use super::text::Text;
use crate::audits::Kind;
use crate::standards::Scheme;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The report as issued. Its canonical bytes are its JSON in the order of these fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Content {
    /// The format, so that a later reader knows how to read it.
    pub format: String,
    pub version: i32,
    /// Why this version replaces the one before; empty for the first.
    pub correction: String,
    pub issued_by: String,
    pub issued_on: String,
    pub facts: Facts,
    pub text: Text,
}

impl Content {
    /// SHA-256 of the canonical bytes.
    pub(crate) fn digest(&self) -> Result<Vec<u8>, serde_json::Error> {
        Ok(Sha256::digest(serde_json::to_vec(self)?).to_vec())
    }

    pub fn kind(&self) -> Kind {
        Kind::from_key(&self.facts.audit.kind).unwrap_or(Kind::Stage2)
    }
}

/// What is known about the audit when its report is issued.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Facts {
    pub body: Body,
    pub client: Client,
    pub audit: Audit,
    pub plan: Option<Plan>,
    pub team: Vec<Member>,
    pub meetings: Vec<Meeting>,
    pub checks: Vec<Check>,
    pub concerns: Vec<Concern>,
    /// Entries of the AI-system register with the fields that are empty (APP-5).
    pub gaps: Vec<Gap>,
    pub conclusions: Vec<Conclusion>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Body {
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub country: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Client {
    pub name: String,
    pub address: String,
    pub country: String,
    pub scope: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Audit {
    pub reference: String,
    pub standard: Scheme,
    pub kind: String,
    pub cycle: i32,
    pub half_days: i32,
    pub objectives: String,
    pub criteria: String,
    pub methods: String,
    /// The requirements that the programme gives this audit; none while nothing was chosen (PRG-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes: Option<Vec<String>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    pub objectives: String,
    pub criteria: String,
    pub scope: String,
    pub sites: String,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    pub duration: String,
    pub remote: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remotely: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remote_means: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remote_risks: String,
    pub accompanying: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub role: String,
}

impl Member {
    pub fn role_title(&self) -> &'static str {
        crate::audits::role_title(&self.role)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Meeting {
    pub kind: String,
    /// UTC, as RFC 3339.
    pub held_at: String,
    pub attended: String,
    pub differences: String,
}

impl Meeting {
    pub fn title(&self) -> &'static str {
        if self.kind == "opening" { "Opening meeting" } else { "Closing meeting" }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Check {
    pub item: String,
    pub result: String,
    pub document_version: String,
    pub note: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Concern {
    pub requirement: String,
    pub statement: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Gap {
    pub name: String,
    pub empty: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Conclusion {
    pub requirement: String,
    pub conclusion: String,
    pub methods: Vec<String>,
    pub evidence: String,
    pub who: String,
}

impl Conclusion {
    /// Whether evidence was gathered by this method, given by its key.
    pub fn by(&self, method: &str) -> bool {
        self.methods.iter().any(|key| key == method)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    pub number: i32,
    pub requirement: String,
    pub grade: String,
    pub statement: String,
    pub evidence: String,
    pub raised_by: String,
}
