//! What each kind of case asks of the file before it opens: one table (DEC-2).

use super::{Facts, says};
use crate::certificates::Standing;
use crate::decisions::CaseKind;
use crate::rulebook::{self, Rule};
use time::Date;

/// One thing that a complete file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    NotDecidedYet,
    Application,
    Agreement,
    Stage1Report,
    Stage1Review,
    Stage2Report,
    Stage2Objectives,
    Stage2Recommendation,
    Statement,
    Certificate,
    NotExpired,
    NotSuspended,
    IsSuspended,
    SurveillanceReport,
    SurveillanceConclusion,
    RecertificationReport,
    RecertificationConclusion,
    StillRenewable,
    TransferReview,
    TransferInTime,
    TransferUndecided,
}

/// The table: what a case of this kind asks for, in the order in which it comes about.
pub(super) fn asked(kind: CaseKind) -> &'static [Paper] {
    use Paper::*;
    match kind {
        CaseKind::Initial => &[
            NotDecidedYet,
            Application,
            Agreement,
            Stage1Report,
            Stage1Review,
            Stage2Report,
            Stage2Objectives,
            Stage2Recommendation,
            Statement,
        ],
        CaseKind::Surveillance => {
            &[Certificate, NotExpired, NotSuspended, SurveillanceReport, SurveillanceConclusion]
        }
        CaseKind::Suspension => &[Certificate, NotExpired, NotSuspended],
        CaseKind::Suspended => &[Certificate, IsSuspended],
        CaseKind::Scope => &[Certificate, NotExpired, NotSuspended, Agreement],
        CaseKind::Recertification => &[
            Certificate,
            NotSuspended,
            StillRenewable,
            Agreement,
            RecertificationReport,
            RecertificationConclusion,
        ],
        CaseKind::Withdrawal => &[Certificate],
        CaseKind::Transfer => &[
            NotDecidedYet,
            TransferUndecided,
            Application,
            Agreement,
            TransferReview,
            TransferInTime,
        ],
    }
}

impl Paper {
    /// Whether it is there on this day.
    pub(super) fn is_there(self, facts: &Facts, today: Date) -> bool {
        let concluded = |report: &serde_json::Value| {
            says(report, "objectives_met") && says(report, "recommendation")
        };
        let standing = facts.life.on(today);
        match self {
            Paper::NotDecidedYet => !facts.initial_decided && facts.begins_anew(today),
            Paper::Application => facts.application_accepted,
            Paper::Agreement => facts.agreement_in_force,
            Paper::Stage1Report => facts.stage_1_reported,
            Paper::Stage1Review => facts.stage_1_ready,
            Paper::Stage2Report => facts.stage_2_reported,
            Paper::Stage2Objectives => {
                !facts.stage_2_reported || says(&facts.report, "objectives_met")
            }
            Paper::Stage2Recommendation => {
                !facts.stage_2_reported || says(&facts.report, "recommendation")
            }
            Paper::Statement => !facts.has_statement || !facts.soa_version.is_empty(),
            Paper::Certificate => !facts.life.revisions.is_empty() && !standing.is_withdrawn(),
            Paper::NotExpired => standing != Standing::Expired,
            Paper::NotSuspended => facts.life.suspension(today).is_none(),
            Paper::IsSuspended => facts.life.suspension(today).is_some(),
            Paper::SurveillanceReport => facts.surveillance.as_ref().is_some_and(|a| !a.decided),
            Paper::SurveillanceConclusion => {
                facts.surveillance.as_ref().is_none_or(|a| a.decided || concluded(&a.report))
            }
            Paper::RecertificationReport => {
                facts.recertification.as_ref().is_some_and(|a| !a.decided)
            }
            Paper::RecertificationConclusion => {
                facts.recertification.as_ref().is_none_or(|a| a.decided || concluded(&a.report))
            }
            Paper::TransferReview => facts.transfer.is_some(),
            Paper::TransferInTime => {
                facts.transfer.as_ref().is_none_or(|taken| today < taken.expires_on)
            }
            Paper::TransferUndecided => !facts.transfer_decided,
            Paper::StillRenewable => facts.life.restorable_until().is_none_or(|last| today <= last),
        }
    }

    /// The rule that asks for it, and what it is.
    pub(super) fn named(self) -> (&'static Rule, &'static str) {
        let dec_2 = rulebook::DEC_2;
        match self {
            Paper::NotDecidedYet => {
                (rulebook::ORDER, "a first decision: this certification was decided already")
            }
            Paper::Application => (dec_2, "the application, accepted"),
            Paper::Agreement => (dec_2, "the certification agreement, in force"),
            Paper::Stage1Report => (dec_2, "the Stage 1 report, issued"),
            Paper::Stage1Review => (dec_2, "the review of the Stage 1 report, ready for Stage 2"),
            Paper::Stage2Report => (dec_2, "the Stage 2 report, issued"),
            Paper::Stage2Objectives => (
                dec_2,
                "the statement in the Stage 2 report on whether the audit's objectives were met",
            ),
            Paper::Stage2Recommendation => {
                (dec_2, "the lead auditor's recommendation in the Stage 2 report")
            }
            Paper::Statement => (
                rulebook::CRT_1,
                "the version of the statement of applicability, noted in Stage 1's check of documented information",
            ),
            Paper::Certificate => {
                (rulebook::CRT_2, "a certificate that was granted and is not withdrawn")
            }
            Paper::NotExpired => (
                rulebook::REC_3,
                "a certificate that has not expired: only recertification renews it",
            ),
            Paper::NotSuspended => (
                rulebook::STA_1,
                "the decision on what follows the suspension that stands: open that case first",
            ),
            Paper::IsSuspended => (rulebook::STA_1, "a suspension that stands"),
            Paper::SurveillanceReport => {
                (dec_2, "the report of a surveillance that is not decided upon yet, issued")
            }
            Paper::SurveillanceConclusion => (
                dec_2,
                "the lead auditor's statement on the objectives and the recommendation in the surveillance report",
            ),
            Paper::RecertificationReport => {
                (rulebook::REC_1, "the report of this cycle's recertification audit, issued")
            }
            Paper::RecertificationConclusion => (
                rulebook::REC_1,
                "the lead auditor's statement on the objectives and the recommendation in the recertification report",
            ),
            Paper::TransferReview => (
                rulebook::TRF_1,
                "the documented review of the other body's certificate, which finds that it can be taken over",
            ),
            Paper::TransferInTime => {
                (rulebook::TRF_1, "a certificate of the other body that has not expired meanwhile")
            }
            Paper::TransferUndecided => (
                rulebook::ORDER,
                "a review that no panel has decided upon yet: of this one the decision stands",
            ),
            Paper::StillRenewable => (
                rulebook::REC_3,
                "a certificate that expired no longer than six months ago: after that at least a new Stage 2 is needed, as an initial certification",
            ),
        }
    }
}
