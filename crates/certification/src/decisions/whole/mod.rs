//! The whole record of a case in one place, for the panel that decides on it (DEC-2): three statements,
//! however much there is.

mod application;
mod audits;
mod beside;
mod findings;
mod papers;
mod plans;
mod rest;

pub use application::{
    ApplicationPart, DeterminationPart, ExclusionPart, HeldPart, Origin, ProposalPart, ReviewPart,
    SitePart, SystemPart, Systems,
};
pub use audits::{AuditPart, MeetingPart, MemberPart, ObjectionPart, ReportPart};
pub use beside::{
    Beside, CasePart, CertificatePart, ChangePart, OverriddenPart, ProgrammePart, RevisionPart,
    StatusPart, TransferPart,
};
pub use findings::{FindingPart, GivenFile, GradePart, KeptMinor, Note};
pub use papers::{CheckPart, ConcernPart, ConclusionPart, ReadinessPart};
pub use plans::{InterviewPart, PlanPart, RequestPart};

use super::conversation::Question;
use super::decider::Decider;
use crate::db::Tx;
use crate::error::Result;
use application::origin;
use audits::audits;
use rest::{Rest, rest};
use uuid::Uuid;

/// Everything a panel reads.
#[derive(Debug, Clone)]
pub struct Whole {
    pub origin: Origin,
    pub audits: Vec<AuditPart>,
    pub findings: Vec<FindingPart>,
    pub evidence: Vec<GivenFile>,
    pub questions: Vec<Question>,
    pub notes: Vec<Note>,
    pub beside: Beside,
}

impl Whole {
    /// The audit that this case rests on, if it rests on one.
    pub fn about(&self, case: &Uuid) -> Option<&AuditPart> {
        let audit = self.beside.cases.iter().find(|part| part.id == *case)?.audit_id?;
        self.audits.iter().find(|part| part.id == audit)
    }
}

/// The whole record of the decider's case.
pub async fn whole(tx: &mut Tx<'_>, decider: &Decider) -> Result<Whole> {
    let (engagement, standard) = (decider.seat().engagement_id, decider.seat().standard);
    let origin = origin(tx, engagement).await?;
    let audits = audits(tx, engagement, standard).await?;
    let mut rest = rest(tx, engagement, standard).await?;
    for finding in &mut rest.findings {
        let (rounds, verifications) =
            (std::mem::take(&mut finding.rounds), std::mem::take(&mut finding.verifications));
        finding.rounds = crate::findings::rounds::with_verifications(rounds, verifications);
    }
    let Rest { findings, evidence, questions, notes, beside } = rest;
    Ok(Whole { origin, audits, findings, evidence, questions, notes, beside })
}
