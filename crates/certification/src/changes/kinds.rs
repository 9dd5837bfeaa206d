//! The kinds of change that a client reports, and the answers that a body gives (APP-6).

use crate::applications::lists::Choice;
use crate::standards::Standard;

/// Key and words of each kind of change, whatever the scheme.
const KINDS: &[Choice] = &[
    ("legal", "Legal form, name or registration"),
    ("ownership", "Ownership or management"),
    ("sites", "Sites"),
    ("scope", "What you do within the scope"),
    ("ai_system", "A new AI system, or a new high-risk use"),
    ("incident", "An incident"),
    ("statement", "A new statement of applicability"),
];

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(Choice);

impl Kind {
    pub fn from_key(key: &str) -> Option<Self> {
        KINDS.iter().find(|(known, _)| *known == key).map(|choice| Kind(*choice))
    }

    /// The kinds that a client certified to this standard reports: of AI systems only where it is about them.
    pub fn offered(standard: &Standard) -> impl Iterator<Item = Kind> {
        KINDS
            .iter()
            .filter(|(key, _)| *key != "ai_system" || standard.concerns_ai)
            .map(|choice| Kind(*choice))
    }

    pub fn key(self) -> &'static str {
        self.0.0
    }

    pub fn title(self) -> &'static str {
        self.0.1
    }

    /// The same in the words of a standard's clients.
    pub fn title_under(self, standard: &'static Standard) -> &'static str {
        match self.key() {
            "incident" => &standard.incident,
            _ => self.title(),
        }
    }
}

/// How the body answers a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    NoAction,
    NextAudit,
    SpecialAudit,
    ScopeChange,
}

impl Answered {
    pub const ALL: [Answered; 4] =
        [Answered::NoAction, Answered::NextAudit, Answered::SpecialAudit, Answered::ScopeChange];

    pub fn key(self) -> &'static str {
        match self {
            Answered::NoAction => "no_action",
            Answered::NextAudit => "next_audit",
            Answered::SpecialAudit => "special_audit",
            Answered::ScopeChange => "scope_change",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Answered::NoAction => "No action",
            Answered::NextAudit => "Looked at in the next audit",
            Answered::SpecialAudit => "A special audit",
            Answered::ScopeChange => "A change of scope",
        }
    }

    /// What it means for the client, as a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Answered::NoAction => "Nothing follows from it for your certification.",
            Answered::NextAudit => "The audit team looks at it in the next audit.",
            Answered::SpecialAudit => {
                "It needs a special audit, about which the certification body writes to you."
            }
            Answered::ScopeChange => {
                "The scope is changed; you can read what was added, removed and changed under Scope in your portal."
            }
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answered| answered.key() == key)
    }
}
