//! The documented information of an AI management system that Stage 1 asks for (AUD-1).

/// The documented information that Stage 1 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Scope,
    AiPolicy,
    RiskAssessment,
    AiSystemRegister,
    StatementOfApplicability,
    Procedures,
    InternalAudit,
    ManagementReview,
}

impl Item {
    pub const ALL: [Item; 8] = [
        Item::Scope,
        Item::AiPolicy,
        Item::RiskAssessment,
        Item::AiSystemRegister,
        Item::StatementOfApplicability,
        Item::Procedures,
        Item::InternalAudit,
        Item::ManagementReview,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Item::Scope => "scope",
            Item::AiPolicy => "ai_policy",
            Item::RiskAssessment => "risk_assessment",
            Item::AiSystemRegister => "ai_system_register",
            Item::StatementOfApplicability => "statement_of_applicability",
            Item::Procedures => "procedures",
            Item::InternalAudit => "internal_audit",
            Item::ManagementReview => "management_review",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Item::Scope => "Scope of the AI management system",
            Item::AiPolicy => "AI policy",
            Item::RiskAssessment => "AI risk assessment",
            Item::AiSystemRegister => "AI system register",
            Item::StatementOfApplicability => "Statement of applicability",
            Item::Procedures => "Procedures",
            Item::InternalAudit => "Internal audit",
            Item::ManagementReview => "Management review",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.key() == key)
    }

    /// The version of this document goes onto the attestation (CRT-1).
    pub fn needs_version(self) -> bool {
        self == Item::StatementOfApplicability
    }
}

/// What the check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    Complete,
    Incomplete,
    Missing,
}

impl Completeness {
    pub const ALL: [Completeness; 3] =
        [Completeness::Complete, Completeness::Incomplete, Completeness::Missing];

    pub fn key(self) -> &'static str {
        match self {
            Completeness::Complete => "complete",
            Completeness::Incomplete => "incomplete",
            Completeness::Missing => "missing",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Completeness::Complete => "Complete",
            Completeness::Incomplete => "Incomplete",
            Completeness::Missing => "Missing",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.key() == key)
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            Completeness::Complete => "good",
            Completeness::Incomplete => "wait",
            Completeness::Missing => "bad",
        }
    }
}
