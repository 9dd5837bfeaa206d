//! Who acts in an audit: proof of leading it, proof of auditing in its team (CMP-3).

use super::brief::{Brief, brief};
use crate::db::Tx;
use crate::error::Result;
use crate::rulebook;
use uuid::Uuid;

/// Proof: the actor leads this audit's team, from the audit room (CMP-3).
#[derive(Debug)]
pub struct LeadAuditor(());

/// Proof: the actor audits in this team: lead auditor or auditor, who may raise findings and conclude.
#[derive(Debug)]
pub struct TeamAuditor(());

impl Brief {
    /// Proof that the actor leads this audit.
    pub fn lead_auditor(&self) -> Result<LeadAuditor> {
        if self.is_lead() {
            return Ok(LeadAuditor(()));
        }
        Err(rulebook::CMP_3
            .refuse(
                "This is the lead auditor's act.",
                "Ask the lead auditor of this audit to do it.",
            )
            .into())
    }

    /// Proof that the actor audits in this team.
    pub fn team_auditor(&self) -> Result<TeamAuditor> {
        if matches!(self.own_role.as_deref(), Some("lead_auditor" | "auditor")) {
            return Ok(TeamAuditor(()));
        }
        Err(rulebook::CMP_3
            .refuse(
                "Technical experts, trainees, observers and translators never audit alone.",
                "Ask an auditor of the team to do it.",
            )
            .into())
    }
}

/// The audit while its team writes down what it finds, held against the report being issued meanwhile
/// (AUD-6); only for those who audit in the team.
pub(crate) async fn at_work(tx: &mut Tx<'_>, id: Uuid) -> Result<Brief> {
    let body = tx.actor().body()?;
    sqlx::query!("select id from audits where body_id = $1 and id = $2 for share", body, id)
        .fetch_one(tx.sql())
        .await?;
    let audit = brief(tx, id).await?;
    audit.team_auditor()?;
    if audit.state.is_at_work() {
        return Ok(audit);
    }
    Err(if audit.state.is_reported() {
        rulebook::AUD_6.refuse(
            "The report of this audit is issued, and what it rests on is locked.",
            "A correction is a new version of the report, by the lead auditor.",
        )
    } else {
        rulebook::AUD_5.refuse(
            "The opening meeting has not been held.",
            "Hold the opening meeting first; then the team writes down what it finds.",
        )
    }
    .into())
}
