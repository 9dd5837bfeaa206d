//! What a case is about and what may be decided in it: the table of kinds and outcomes, with their words.

use crate::error::Error;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    Initial,
    Surveillance,
    /// Whether to suspend.
    Suspension,
    /// What follows a suspension.
    Suspended,
    Scope,
    Recertification,
    Withdrawal,
    /// Whether another body's certificate is taken over (TRF-1).
    Transfer,
}

impl CaseKind {
    pub const ALL: [CaseKind; 8] = [
        CaseKind::Initial,
        CaseKind::Surveillance,
        CaseKind::Suspension,
        CaseKind::Suspended,
        CaseKind::Scope,
        CaseKind::Recertification,
        CaseKind::Withdrawal,
        CaseKind::Transfer,
    ];

    pub fn key(self) -> &'static str {
        match self {
            CaseKind::Initial => "initial",
            CaseKind::Surveillance => "surveillance",
            CaseKind::Suspension => "suspension",
            CaseKind::Suspended => "suspended",
            CaseKind::Scope => "scope",
            CaseKind::Recertification => "recertification",
            CaseKind::Withdrawal => "withdrawal",
            CaseKind::Transfer => "transfer",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            CaseKind::Initial => "Initial certification",
            CaseKind::Surveillance => "After a surveillance",
            CaseKind::Suspension => "Whether to suspend",
            CaseKind::Suspended => "What follows the suspension",
            CaseKind::Scope => "Change of scope",
            CaseKind::Recertification => "Recertification",
            CaseKind::Withdrawal => "Withdrawal",
            CaseKind::Transfer => "Taking a certificate over",
        }
    }

    /// The question that is put to the panel.
    pub fn question(self) -> &'static str {
        match self {
            CaseKind::Initial => "Shall certification be granted?",
            CaseKind::Surveillance => "Shall certification be maintained after the surveillance?",
            CaseKind::Suspension => "Shall certification be suspended?",
            CaseKind::Suspended => {
                "What follows the suspension: restoration, a smaller scope, or withdrawal?"
            }
            CaseKind::Scope => "Shall the certificate be changed as the case says?",
            CaseKind::Recertification => "Shall certification be renewed?",
            CaseKind::Withdrawal => "Shall certification be withdrawn?",
            CaseKind::Transfer => "Shall the other body's certificate be taken over?",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a case of no known kind".into()))
    }

    /// What may be decided in a case of this kind, and nothing else (DEC-5).
    pub fn outcomes(self) -> &'static [Vote] {
        match self {
            CaseKind::Initial | CaseKind::Transfer => &[Vote::Grant, Vote::Refuse],
            CaseKind::Surveillance => &[Vote::Maintain, Vote::Suspend],
            CaseKind::Suspension => &[Vote::Suspend, Vote::Maintain],
            CaseKind::Suspended => &[Vote::Restore, Vote::Reduce, Vote::Withdraw],
            CaseKind::Scope => &[Vote::Extend, Vote::Reduce, Vote::Amend, Vote::Refuse],
            CaseKind::Recertification => &[Vote::Renew, Vote::Refuse],
            CaseKind::Withdrawal => &[Vote::Withdraw, Vote::Maintain],
        }
    }

    /// Whether it leads to a first certificate of this body, and to nothing else.
    pub fn begins(self) -> bool {
        matches!(self, CaseKind::Initial | CaseKind::Transfer)
    }

    /// Whether the certificate holds on, or holds again, after this outcome. Such a decision is unanimous
    /// (DEC-4), and needs a file that allows it (FND-3, FND-4, FND-5).
    pub fn is_positive(self, vote: Vote) -> bool {
        match vote {
            Vote::Grant
            | Vote::Extend
            | Vote::Amend
            | Vote::Restore
            | Vote::Renew
            | Vote::Maintain => true,
            // A smaller scope instead of the suspension makes it valid again.
            Vote::Reduce => self == CaseKind::Suspended,
            Vote::Refuse | Vote::Suspend | Vote::Withdraw => false,
        }
    }

    /// Whether open nonconformities stand against this outcome (FND-3, FND-4, FND-5). Not to suspend, not to
    /// withdraw, or another name for the same, leaves things as they are.
    pub fn is_locked_by_findings(self, vote: Vote) -> bool {
        let stays = vote == Vote::Amend || vote == Vote::Maintain && self != CaseKind::Surveillance;
        self.is_positive(vote) && !stays
    }

    /// Whether the case rests on a new text of scope, sites and statement of applicability.
    pub fn changes_scope(self) -> bool {
        matches!(self, CaseKind::Scope | CaseKind::Suspended)
    }

    /// Whether it has to be said why it is laid before the panel.
    pub fn wants_because(self) -> bool {
        matches!(self, CaseKind::Suspension | CaseKind::Scope | CaseKind::Withdrawal)
    }
}

/// What a member of the panel is for, and what is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    Grant,
    Refuse,
    Maintain,
    Suspend,
    Restore,
    Extend,
    Reduce,
    /// A new revision with another name, or other sites, of the same scope (CRT-5).
    Amend,
    Renew,
    Withdraw,
}

impl Vote {
    pub const ALL: [Vote; 10] = [
        Vote::Grant,
        Vote::Refuse,
        Vote::Maintain,
        Vote::Suspend,
        Vote::Restore,
        Vote::Extend,
        Vote::Reduce,
        Vote::Amend,
        Vote::Renew,
        Vote::Withdraw,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Vote::Grant => "grant",
            Vote::Refuse => "refuse",
            Vote::Maintain => "maintain",
            Vote::Suspend => "suspend",
            Vote::Restore => "restore",
            Vote::Extend => "extend",
            Vote::Reduce => "reduce",
            Vote::Amend => "amend",
            Vote::Renew => "renew",
            Vote::Withdraw => "withdraw",
        }
    }

    /// What a member ticks.
    pub fn title(self, kind: CaseKind) -> &'static str {
        match (self, kind) {
            (Vote::Grant, CaseKind::Transfer) => "Take the certificate over",
            (Vote::Grant, _) => "Grant certification",
            (Vote::Refuse, CaseKind::Initial) => "Refuse certification",
            (Vote::Refuse, CaseKind::Transfer) => "Refuse to take it over",
            (Vote::Refuse, CaseKind::Recertification) => "Refuse renewal",
            (Vote::Refuse, _) => "Refuse the change of scope",
            (Vote::Maintain, _) => "Maintain certification",
            (Vote::Suspend, _) => "Suspend certification",
            (Vote::Restore, _) => "Restore certification",
            (Vote::Extend, _) => "Extend the scope",
            (Vote::Reduce, CaseKind::Suspended) => "Reduce the scope, and end the suspension",
            (Vote::Reduce, _) => "Reduce the scope",
            (Vote::Amend, _) => "Change the certificate; its scope stays",
            (Vote::Renew, _) => "Renew certification",
            (Vote::Withdraw, _) => "Withdraw certification",
        }
    }

    /// What was decided, as a heading.
    pub fn decided(self, kind: CaseKind) -> &'static str {
        match (self, kind) {
            (Vote::Grant, CaseKind::Transfer) => "Certificate taken over",
            (Vote::Grant, _) => "Certification granted",
            (Vote::Refuse, CaseKind::Initial) => "Certification refused",
            (Vote::Refuse, CaseKind::Transfer) => "Transfer refused",
            (Vote::Refuse, CaseKind::Recertification) => "Renewal refused",
            (Vote::Refuse, _) => "Change of scope refused",
            (Vote::Maintain, _) => "Certification maintained",
            (Vote::Suspend, _) => "Certification suspended",
            (Vote::Restore, _) => "Certification restored",
            (Vote::Extend, _) => "Scope extended",
            (Vote::Reduce, _) => "Scope reduced",
            (Vote::Amend, _) => "Certificate changed",
            (Vote::Renew, _) => "Certification renewed",
            (Vote::Withdraw, _) => "Certification withdrawn",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vote| vote.key() == key)
    }
}
