//! What came to the file beside its audits, all of it signed over with the rest: transfers, changes that the client
//! reported, revisions, warnings overridden, samples drawn, programmes, certificates and earlier decisions.

use crate::as_json;
use crate::changes::{Answered, Kind as ChangeKind};
use crate::decisions::{CaseKind, Reason, Vote};
use crate::programmes;
use crate::sampling;
use crate::statements::Control;
use crate::transfers::{Direction, Reviewed};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// What came to the file beside its audits.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Beside {
    pub transfers: Vec<TransferPart>,
    pub changes: Vec<ChangePart>,
    /// Warnings of a rule that somebody overrode with a reason.
    pub overridden: Vec<OverriddenPart>,
    pub scope: Vec<RevisionPart>,
    pub register: Vec<RevisionPart>,
    pub statements: Vec<RevisionPart>,
    pub samplings: Vec<sampling::Plan>,
    pub programmes: Vec<ProgrammePart>,
    pub cases: Vec<CasePart>,
    pub certificates: Vec<CertificatePart>,
    pub statuses: Vec<StatusPart>,
}

impl Beside {
    /// Scope, register and statement of applicability, each with its revisions.
    pub fn revisions(&self) -> [(&'static str, &[RevisionPart]); 3] {
        [
            ("Scope", self.scope.as_slice()),
            ("Register of AI systems", self.register.as_slice()),
            ("Statement of applicability", self.statements.as_slice()),
        ]
    }

    /// The cases that were decided, other than this one.
    pub fn decided(&self, but: &Uuid) -> impl Iterator<Item = &CasePart> {
        self.cases.iter().filter(move |case| case.outcome.is_some() && case.id != *but)
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct TransferPart {
    pub direction: String,
    pub other_body: String,
    pub certificate_number: String,
    pub reasons: String,
    pub asked_by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub asked_at: OffsetDateTime,
    pub statement: String,
    pub review: Option<Reviewed>,
}

impl TransferPart {
    pub fn title(&self) -> &'static str {
        Direction::from_key(&self.direction).map_or("Transfer", Direction::title)
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ChangePart {
    pub kind: String,
    pub what: String,
    #[serde(with = "as_json::day")]
    pub since: Date,
    pub link: String,
    pub reported_by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub reported_at: OffsetDateTime,
    /// None while the office has not answered.
    pub answer: Option<String>,
    pub reason: String,
    pub answered_by: Option<String>,
}

impl ChangePart {
    pub fn title(&self) -> &'static str {
        ChangeKind::from_key(&self.kind).map_or("Change", ChangeKind::title)
    }

    pub fn answer_title(&self) -> Option<&'static str> {
        self.answer.as_deref().and_then(Answered::from_key).map(Answered::title)
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct OverriddenPart {
    pub rule: String,
    pub warned: String,
    pub reason: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// A revision of scope or register, or a version of the statement of applicability with its controls.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct RevisionPart {
    pub revision: i32,
    /// Why it was made, or what it is called.
    pub because: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub digest: String,
    #[serde(default)]
    pub controls: Vec<Control>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ProgrammePart {
    pub cycle: i32,
    pub state: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl ProgrammePart {
    pub fn state_title(&self) -> &'static str {
        programmes::State::from_key(&self.state).map_or("", programmes::State::title)
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct CasePart {
    pub id: Uuid,
    pub kind: String,
    pub because: String,
    pub reason_code: Option<String>,
    /// The audit that it rests on.
    pub audit_id: Option<Uuid>,
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: OffsetDateTime,
    pub new_scope: String,
    pub outcome: Option<String>,
    pub reasons: Option<String>,
    #[serde(deserialize_with = "as_json::optional_day::deserialize")]
    pub decided_on: Option<Date>,
}

impl CasePart {
    /// What was decided, as a heading.
    pub fn title(&self) -> &'static str {
        let kind = CaseKind::from_key(&self.kind);
        let vote = self.outcome.as_deref().and_then(Vote::from_key);
        kind.zip(vote).map_or("", |(kind, vote)| vote.decided(kind))
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct CertificatePart {
    pub number: String,
    pub revision: i32,
    #[serde(with = "as_json::day")]
    pub effective_on: Date,
    #[serde(with = "as_json::day")]
    pub expires_on: Date,
    pub digest: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct StatusPart {
    pub number: String,
    pub status: String,
    #[serde(with = "as_json::day")]
    pub from_on: Date,
    pub reason_code: Option<String>,
    #[serde(deserialize_with = "as_json::optional_day::deserialize")]
    pub until_on: Option<Date>,
}

impl StatusPart {
    pub fn title(&self) -> &'static str {
        match self.status.as_str() {
            "suspended" => "Suspended",
            "restored" => "Restored",
            _ => "Withdrawn",
        }
    }

    pub fn why(&self) -> &'static str {
        self.reason_code.as_deref().and_then(Reason::from_key).map_or("", Reason::title)
    }
}
