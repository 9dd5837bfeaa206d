//! The plan of an audit, as the panel reads it: what was agreed with the client, its interviews, and the documents
//! that were asked for.

use crate::as_json;
use time::{Date, OffsetDateTime};

#[derive(Debug, Clone, serde::Deserialize)]
pub struct PlanPart {
    pub objectives: String,
    pub criteria: String,
    pub scope: String,
    pub sites: String,
    pub duration: String,
    pub communication: String,
    pub remote: String,
    pub remotely: String,
    pub remote_means: String,
    pub remote_risks: String,
    pub accompanying: String,
    pub agreed_by: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub agreed_at: Option<OffsetDateTime>,
    pub interviews: Vec<InterviewPart>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct InterviewPart {
    #[serde(with = "as_json::day")]
    pub day: Date,
    /// "09:30 to 10:30".
    pub hours: String,
    pub topic: String,
    pub with_whom: String,
    pub auditor: String,
    pub place: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct RequestPart {
    pub title: String,
    pub why: String,
    #[serde(with = "time::serde::rfc3339::option")]
    pub provided_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub withdrawn_at: Option<OffsetDateTime>,
}

impl RequestPart {
    /// A tag's kind and words.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match (self.provided_at, self.withdrawn_at) {
            (_, Some(_)) => ("plain", "Not asked for any more"),
            (Some(_), None) => ("good", "Provided"),
            (None, None) => ("wait", "Not provided"),
        }
    }
}
