//! What an audit can conclude on a requirement, and by which methods it gathers evidence (AUD-4).

use crate::findings::Grade;

/// What an audit concludes on one requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    Conforms,
    Observation,
    Minor,
    Major,
    NotApplicable,
}

impl Conclusion {
    pub const ALL: [Conclusion; 5] = [
        Conclusion::Conforms,
        Conclusion::Observation,
        Conclusion::Minor,
        Conclusion::Major,
        Conclusion::NotApplicable,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Conclusion::Conforms => "conforms",
            Conclusion::Observation => "observation",
            Conclusion::Minor => "minor",
            Conclusion::Major => "major",
            Conclusion::NotApplicable => "not_applicable",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Conclusion::Conforms => "Conforms",
            Conclusion::Observation => "Observation",
            Conclusion::Minor => "Minor",
            Conclusion::Major => "Major",
            Conclusion::NotApplicable => "Not applicable",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|conclusion| conclusion.key() == key)
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            Conclusion::Conforms => "good",
            Conclusion::Observation => "wait",
            Conclusion::Minor | Conclusion::Major => "bad",
            Conclusion::NotApplicable => "plain",
        }
    }

    /// The nonconformity that it says, if it says one.
    pub fn grade(self) -> Option<Grade> {
        match self {
            Conclusion::Minor => Some(Grade::Minor),
            Conclusion::Major => Some(Grade::Major),
            Conclusion::Conforms | Conclusion::Observation | Conclusion::NotApplicable => None,
        }
    }
}

/// How evidence was gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Document,
    Interview,
    Observation,
    Test,
}

impl Method {
    pub const ALL: [Method; 4] =
        [Method::Document, Method::Interview, Method::Observation, Method::Test];

    pub fn key(self) -> &'static str {
        match self {
            Method::Document => "document",
            Method::Interview => "interview",
            Method::Observation => "observation",
            Method::Test => "test",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Method::Document => "Document",
            Method::Interview => "Interview",
            Method::Observation => "Observation",
            Method::Test => "Test of a control",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }
}
