//! What a file still lacks before a panel may open it (DEC-2), and what locks a grant (FND-3, FND-4, FND-5).
//! The judgement is pure: facts in, sentences out.

mod facts;

use crate::cycle::{in_words, months_after};
use crate::db::Tx;
use crate::error::Result;
use crate::findings::{Grade, State};
use crate::rulebook::{self, Rule};
use facts::facts;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A major is verified within this many months of Stage 2's last day (FND-5).
const MONTHS_TO_VERIFY: i32 = 6;

/// What the rules look at, as the file has it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub application_accepted: bool,
    pub agreement_in_force: bool,
    pub stage_1_reported: bool,
    pub stage_1_ready: bool,
    pub stage_2_reported: bool,
    pub stage_2_closed: Option<OffsetDateTime>,
    /// What is written in the Stage 2 report's newest version, by field.
    pub report: serde_json::Value,
    pub soa_version: String,
    pub findings: Vec<FindingFact>,
    pub minors_closed_first: bool,
}

/// A finding as the rules look at it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct FindingFact {
    pub number: i32,
    pub grade: String,
    pub state: String,
    /// When its effect was last verified.
    #[serde(with = "time::serde::rfc3339::option", default)]
    pub verified_at: Option<OffsetDateTime>,
}

/// One thing that is missing, and the rule that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub rule: &'static Rule,
    pub what: String,
}

/// What is missing before the case opens, and what locks a grant even then.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    pub to_open: Vec<Item>,
    pub grant_locked: Vec<Item>,
}

impl Missing {
    pub fn is_complete(&self) -> bool {
        self.to_open.is_empty()
    }

    /// Everything that stands against a grant today.
    pub fn against_a_grant(&self) -> impl Iterator<Item = &Item> {
        self.to_open.iter().chain(&self.grant_locked)
    }
}

impl Facts {
    /// The whole list, on this day.
    pub fn missing(&self, today: Date) -> Missing {
        Missing {
            to_open: self
                .papers()
                .into_iter()
                .filter(|(there, ..)| !there)
                .map(|(_, rule, what)| Item { rule, what: what.to_owned() })
                .chain(self.findings.iter().filter_map(|finding| self.open_finding(finding)))
                .collect(),
            grant_locked: self
                .findings
                .iter()
                .filter_map(|finding| self.late_major(finding, today))
                .collect(),
        }
    }

    /// Each paper that a complete file holds, and whether it is there.
    fn papers(&self) -> [(bool, &'static Rule, &'static str); 8] {
        let says = |field| !self.stage_2_reported || says(&self.report, field);
        [
            (self.application_accepted, rulebook::DEC_2, "the application, accepted"),
            (self.agreement_in_force, rulebook::DEC_2, "the certification agreement, in force"),
            (self.stage_1_reported, rulebook::DEC_2, "the Stage 1 report, issued"),
            (
                self.stage_1_ready,
                rulebook::DEC_2,
                "the review of the Stage 1 report, ready for Stage 2",
            ),
            (self.stage_2_reported, rulebook::DEC_2, "the Stage 2 report, issued"),
            (
                says("objectives_met"),
                rulebook::DEC_2,
                "the statement in the Stage 2 report on whether the audit's objectives were met",
            ),
            (
                says("recommendation"),
                rulebook::DEC_2,
                "the lead auditor's recommendation in the Stage 2 report",
            ),
            (
                !self.soa_version.is_empty(),
                rulebook::CRT_1,
                "the version of the statement of applicability, noted in Stage 1's check of documented information",
            ),
        ]
    }

    /// What a finding still wants before a grant, if it wants anything.
    fn open_finding(&self, finding: &FindingFact) -> Option<Item> {
        let state = State::from_key(&finding.state)?;
        let ended = matches!(state, State::Closed | State::Dropped);
        let planned = ended || matches!(state, State::Accepted | State::Verified);
        let (rule, wants) = match Grade::from_key(&finding.grade)? {
            Grade::Major if !ended => (
                rulebook::FND_3,
                "a major nonconformity, closed: accepted, and its effect verified",
            ),
            Grade::Minor if self.minors_closed_first && !ended => {
                (rulebook::FND_4, "a minor nonconformity, closed, as this body asks")
            }
            Grade::Minor if !planned => {
                (rulebook::FND_4, "a minor nonconformity, with an accepted plan")
            }
            _ => return None,
        };
        let what = format!("finding {}, {wants} ({})", finding.number, state.title());
        Some(Item { rule, what })
    }

    /// A major that is not verified within six months of Stage 2's last day.
    fn late_major(&self, finding: &FindingFact, today: Date) -> Option<Item> {
        let last = months_after(self.stage_2_closed?.date(), MONTHS_TO_VERIFY);
        let counts = Grade::from_key(&finding.grade) == Some(Grade::Major)
            && finding.state != State::Dropped.key();
        let verified = finding.verified_at.map_or(today, |at| at.date());
        (counts && verified > last).then(|| Item {
            rule: rulebook::FND_5,
            what: format!(
                "finding {}, a major nonconformity, verified by {}: another Stage 2 is needed",
                finding.number,
                in_words(last)
            ),
        })
    }
}

/// Whether a report's field has any words.
fn says(report: &serde_json::Value, field: &str) -> bool {
    match report.get(field) {
        Some(serde_json::Value::String(text)) => !text.trim().is_empty(),
        Some(serde_json::Value::Null) | None => false,
        Some(_) => true,
    }
}

/// The list for one file, from one statement.
pub async fn missing_for_case(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Missing> {
    let today = tx.today();
    Ok(facts(tx, engagement).await?.missing(today))
}
