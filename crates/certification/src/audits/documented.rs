//! How complete the documented information is that Stage 1 asks for (AUD-1).

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
