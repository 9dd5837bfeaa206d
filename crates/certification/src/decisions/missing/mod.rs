//! What a file still lacks before a panel may open a case of some kind (DEC-2), and what locks a positive
//! decision (FND-3, FND-4, FND-5, STA-1). The judgement is pure: facts in, sentences out.

mod asked;
mod facts;
mod possible;

use super::CaseKind;
use crate::audits::Kind;
use crate::certificates::{Attestation, Life};
use crate::cycle::{in_words, months_after};
use crate::db::Tx;
use crate::error::Result;
use crate::findings::{Grade, State};
use crate::rulebook::{self, Rule};
use crate::zone::Zone;
use asked::asked;
pub(super) use facts::facts;
pub use possible::{Choice, Possible, possible};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A major is verified within this many months of Stage 2's last day (FND-5).
const MONTHS_TO_VERIFY: i32 = 6;

/// What the rules look at, as the file has it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Where the body's days begin and end.
    pub zone: Zone,
    pub application_accepted: bool,
    pub agreement_in_force: bool,
    pub stage_1_reported: bool,
    pub stage_1_ready: bool,
    pub stage_2_reported: bool,
    pub stage_2_closed: Option<OffsetDateTime>,
    /// What is written in the Stage 2 report's newest version, by field.
    pub report: serde_json::Value,
    /// Whether the scheme has a statement of applicability.
    pub has_statement: bool,
    pub soa_version: String,
    pub findings: Vec<FindingFact>,
    pub minors_closed_first: bool,
    /// Whether the initial decision of the cycle that comes next was made, be it a refusal.
    pub initial_decided: bool,
    /// The cycle that the newest grant or renewal began; 0 before the first.
    pub cycle: i32,
    pub life: Life,
    /// The newest surveillance of the cycle whose report is issued, and the cycle's recertification.
    pub surveillance: Option<AuditFact>,
    pub recertification: Option<AuditFact>,
    /// Whether a special audit to extend the scope was reported since the certificate last said anything new (SPC-1).
    pub scope_audited: bool,
    /// Whether a surveillance of the cycle is past its last date (SRV-1, SRV-2).
    pub surveillance_overdue: bool,
    pub case_open: bool,
    /// The certificate that the newest review found can be taken over (TRF-1).
    pub transfer: Option<TakenOver>,
    /// Whether a panel has decided on that transfer already.
    pub transfer_decided: bool,
    /// The newest number, with what it says.
    pub certificate: Option<(String, Attestation)>,
}

/// A reported audit on which a decision can rest.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct AuditFact {
    pub id: Uuid,
    /// What is written in the report's newest version, by field.
    pub report: serde_json::Value,
    /// Whether a decision rests on it already.
    pub decided: bool,
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
    /// Whether it was raised in the Stage 2 that the facts name.
    pub of_stage_2: bool,
}

/// One thing that is missing, and the rule that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub rule: &'static Rule,
    pub what: String,
}

/// What is missing before the case opens, and what locks a positive decision even then.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    pub to_open: Vec<Item>,
    pub locked: Vec<Item>,
}

impl Missing {
    pub fn is_complete(&self) -> bool {
        self.to_open.is_empty()
    }

    /// Everything that stands against a positive decision today.
    pub fn against(&self) -> impl Iterator<Item = &Item> {
        self.to_open.iter().chain(&self.locked)
    }
}

/// What carries over with another body's certificate.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct TakenOver {
    #[serde(with = "crate::as_json::day")]
    pub issued_on: Date,
    #[serde(with = "crate::as_json::day")]
    pub expires_on: Date,
    pub cycle_stage: String,
}

impl TakenOver {
    /// The surveillances that the other body has held already.
    pub(in crate::decisions) fn held(&self) -> &'static [Kind] {
        match self.cycle_stage.as_str() {
            "after_surveillance_2" => &[Kind::Surveillance1, Kind::Surveillance2],
            "after_surveillance_1" => &[Kind::Surveillance1],
            _ => &[],
        }
    }
}

impl Facts {
    /// The whole list for a case of this kind, on this day. Before an initial case opens every finding is
    /// settled; later what is open is part of what the panel judges, and locks the positive outcomes.
    pub fn missing(&self, kind: CaseKind, today: Date) -> Missing {
        let papers = asked(kind).iter().filter(|paper| !paper.is_there(self, today)).map(|paper| {
            let (rule, what) = paper.named();
            Item { rule, what: what.to_owned() }
        });
        let mut missing = Missing { to_open: papers.collect(), locked: Vec::new() };
        let open = self.findings.iter().filter_map(|finding| self.open_finding(finding));
        if kind == CaseKind::Initial {
            missing.to_open.extend(open);
        } else {
            missing.locked.extend(open);
        }
        missing.locked.extend(self.findings.iter().filter_map(|f| self.late_major(f, today)));
        missing.locked.extend(self.not_held(kind));
        missing
    }

    /// What was suspended for a surveillance that was not allowed is restored after it was held (STA-1).
    fn not_held(&self, kind: CaseKind) -> Option<Item> {
        (kind == CaseKind::Suspended && self.surveillance_overdue).then(|| Item {
            rule: rulebook::STA_1,
            what: "the surveillance that is past its last date, held and reported".to_owned(),
        })
    }

    /// What a finding still wants before a positive decision, if it wants anything.
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
        let last = months_after(self.zone.day_of(self.stage_2_closed?), MONTHS_TO_VERIFY);
        let counts = finding.of_stage_2
            && Grade::from_key(&finding.grade) == Some(Grade::Major)
            && finding.state != State::Dropped.key();
        let verified = finding.verified_at.map_or(today, |at| self.zone.day_of(at));
        (counts && verified > last).then(|| Item {
            rule: rulebook::FND_5,
            what: format!(
                "finding {}, a major nonconformity, verified by {}: another Stage 2 is needed; add it to the programme",
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

/// Whether a major of the reported Stage 2 went unverified for six months, before a decision was made on it (FND-5).
pub async fn another_stage_2_is_needed(tx: &mut Tx<'_>, engagement: Uuid) -> Result<bool> {
    let (today, facts) = (tx.today(), facts(tx, engagement).await?);
    let late = facts.findings.iter().any(|finding| facts.late_major(finding, today).is_some());
    Ok(late && facts.stage_2_reported && !facts.initial_decided)
}

/// The list of one file for one kind of case, from one statement.
pub async fn missing_for_case(
    tx: &mut Tx<'_>,
    engagement: Uuid,
    kind: CaseKind,
) -> Result<Missing> {
    let today = tx.today();
    Ok(facts(tx, engagement).await?.missing(kind, today))
}
