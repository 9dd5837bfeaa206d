//! What a person's home shows: what needs them, what waits for others, and what was done lately. One
//! statement per portal, bounded, read off the states themselves: nothing is filed by hand.

mod reads;
mod way;

pub use reads::{
    Quality, for_audit, for_client, for_office, for_panel, for_quality, of_file, recently,
};
pub use way::{Stage, Way, way};

use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// One matter on somebody's home.
#[derive(Debug, Clone)]
pub struct Item {
    pub matter: Matter,
    /// Whether the person must act; else somebody else has the turn.
    pub needs: bool,
    pub engagement_id: Uuid,
    /// The audit, finding, case … that the matter is about.
    pub subject_id: Uuid,
    pub client: String,
    /// E.g. "Stage 1", or "F-3 against A.6.2.4".
    pub detail: String,
    pub since: OffsetDateTime,
    pub due: Option<Date>,
}

/// A recent act, for "Recently done".
#[derive(Debug, Clone)]
pub struct Done {
    pub engagement_id: Uuid,
    pub client: String,
    pub sentence: String,
    pub who: String,
    pub at: OffsetDateTime,
}

macro_rules! matters {
    ($($name:ident $key:literal;)*) => {
        /// What can be on a home, by whose turn it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Matter { $($name),* }

        impl Matter {
            pub const ALL: &[Matter] = &[$(Matter::$name),*];

            pub fn key(self) -> &'static str {
                match self { $(Matter::$name => $key),* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|matter| matter.key() == key)
            }
        }
    };
}

matters! {
    Application "application";
    AuditTime "audit_time";
    Fee "fee";
    Proposal "proposal";
    Programme "programme";
    Team "team";
    Objection "objection";
    TeamAgreement "team_agreement";
    Declaration "declaration";
    Plan "plan";
    PlanAgreement "plan_agreement";
    Documents "documents";
    Opening "opening";
    AuditWork "audit_work";
    Report "report";
    Readiness "readiness";
    Answer "answer";
    Judgement "judgement";
    Verification "verification";
    Closing "closing";
    Case "case";
    PanelSeats "panel_seats";
    Question "question";
    Signature "signature";
    Deadline "deadline";
    Change "change";
    Transfer "transfer";
    TransferCase "transfer_case";
    TransferOut "transfer_out";
    OverdueAudit "overdue_audit";
    OverdueFinding "overdue_finding";
}
