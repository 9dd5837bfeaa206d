//! What a client sees of reports and decisions: field by field, by default nothing. Publishing copies the
//! text as it stands; internal notes and the panel's deliberation have no field and so no way out.

mod reads;
mod steps;
#[cfg(test)]
mod tests;

pub use reads::{Offer, Published, offer, published_to_client};
pub use steps::publish;

use uuid::Uuid;

/// What something is published of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One version of an audit's report, by its id.
    Report(Uuid),
    Decision(Uuid),
}

impl Subject {
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Subject::Report(_) => "report",
            Subject::Decision(_) => "decision",
        }
    }

    pub(crate) fn id(self) -> Uuid {
        match self {
            Subject::Report(id) | Subject::Decision(id) => id,
        }
    }
}

/// A field that may be published: nothing else can be.
#[derive(Debug, Clone)]
pub struct Offered {
    pub key: &'static str,
    pub label: &'static str,
    /// The text as it stands now.
    pub text: String,
    /// Whether the client sees it already.
    pub published: bool,
}
