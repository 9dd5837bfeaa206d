//! What a report comes to: readiness after Stage 1, a recommendation after every other audit.

/// Whether the client is ready for Stage 2 (AUD-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    Ready,
    NotReady,
}

impl Readiness {
    pub const ALL: [Readiness; 2] = [Readiness::Ready, Readiness::NotReady];

    pub fn key(self) -> &'static str {
        match self {
            Readiness::Ready => "ready",
            Readiness::NotReady => "not_ready",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Readiness::Ready => "Ready for Stage 2",
            Readiness::NotReady => "Not ready for Stage 2",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// What a recommendation is about: a first certification, that it goes on, or its renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Grant,
    Continuation,
    Renewal,
}

/// What the lead auditor recommends to whoever decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recommendation {
    Recommend,
    AfterCorrectiveAction,
    NotRecommend,
}

impl Recommendation {
    pub const ALL: [Recommendation; 3] = [
        Recommendation::Recommend,
        Recommendation::AfterCorrectiveAction,
        Recommendation::NotRecommend,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Recommendation::Recommend => "recommend",
            Recommendation::AfterCorrectiveAction => "after_corrective_action",
            Recommendation::NotRecommend => "not_recommend",
        }
    }

    pub fn title(self, about: About) -> &'static str {
        match (self, about) {
            (Recommendation::Recommend, About::Grant) => "Certification is recommended",
            (Recommendation::Recommend, About::Continuation) => {
                "That certification goes on is recommended"
            }
            (Recommendation::Recommend, About::Renewal) => "Renewal is recommended",
            (Recommendation::AfterCorrectiveAction, About::Grant) => {
                "Certification is recommended after corrective action"
            }
            (Recommendation::AfterCorrectiveAction, About::Continuation) => {
                "That certification goes on is recommended, with corrective action"
            }
            (Recommendation::AfterCorrectiveAction, About::Renewal) => {
                "Renewal is recommended after corrective action"
            }
            (Recommendation::NotRecommend, About::Grant) => "Certification is not recommended",
            (Recommendation::NotRecommend, About::Continuation) => {
                "That certification goes on is not recommended"
            }
            (Recommendation::NotRecommend, About::Renewal) => "Renewal is not recommended",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }
}
