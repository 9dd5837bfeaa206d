//! The application, its scope and its review (APP).

mod answers;
mod begin;
mod draft;
pub mod lists;
mod outcome;
mod reads;
mod review;
mod rows;
mod state;
mod submit;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod tie;

pub use answers::{Section, gaps, unjustified};
pub use begin::{Begin, begin, under_way};
pub(crate) use draft::scope_typed;
pub use draft::{Typed, save};
pub use outcome::{Outcome, ReviewMade};
pub(crate) use reads::own_to_write;
pub use reads::{Filter, Listed, accepted, earlier_reviews, list, of_file, own};
pub use review::{Review, accept, decline, return_with_questions, review};
pub use state::{State, Step};
pub use submit::{Versioned, incomplete, submit};
pub use tie::{TIES, Tie};

use crate::record::File;
use crate::standards::Scheme;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// An application as it stands, whole (APP-1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Application {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client_id: Uuid,
    /// What people say on the telephone, e.g. "TA-0007".
    pub reference: String,
    pub standard: Scheme,
    pub version: i32,
    pub state: State,
    pub legal_name: String,
    pub registration: String,
    pub address: String,
    pub country: String,
    pub website: String,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: String,
    /// Whether it certifies management systems itself (IMP-4); `None`: not answered yet.
    pub certification_body: Option<bool>,
    /// A key of [`lists::SECTORS`].
    pub sector: String,
    /// A key of [`lists::STRUCTURES`].
    pub structure: String,
    pub people_total: Option<i32>,
    pub people_ai: Option<i32>,
    /// How many AI systems the scope holds; the register has an entry for each (APP-5).
    pub ai_systems_total: Option<i32>,
    pub scope: String,
    pub units: String,
    pub processes: String,
    pub outsourced: String,
    /// Keys of [`lists::AI_ROLES`].
    pub ai_roles: Vec<String>,
    /// Keys of [`lists::LANGUAGES`].
    pub languages: Vec<String>,
    /// `None`: not answered yet.
    pub consultancy: Option<bool>,
    pub consultancy_by: String,
    #[serde(with = "iso_date::option")]
    pub consultancy_ended_on: Option<Date>,
    pub signatory_name: String,
    pub signatory_position: String,
    pub signatory_email: String,
    /// `None`: not answered; `false`: none are held.
    pub holds_certificates: Option<bool>,
    /// `None`: not answered; `false`: nothing is excluded.
    pub excludes: Option<bool>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub submitted_at: Option<OffsetDateTime>,
    /// Who submitted it, by name.
    pub submitted_by: Option<String>,
    /// What the body said when it returned or declined.
    pub answer: String,
    pub sites: Vec<Site>,
    pub exclusions: Vec<Exclusion>,
    pub certificates_held: Vec<CertificateHeld>,
    /// Entries in the register of AI systems.
    pub ai_systems: i64,
}

impl Application {
    pub fn file(&self) -> File {
        File { client_id: self.client_id, engagement_id: self.engagement_id }
    }

    /// The scope's AI roles in words.
    pub fn roles(&self) -> Vec<&'static str> {
        lists::titles(lists::AI_ROLES, &self.ai_roles)
    }

    /// The languages in words.
    pub fn spoken(&self) -> Vec<&'static str> {
        lists::titles(lists::LANGUAGES, &self.languages)
    }
}

/// A place where the client works.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Site {
    pub name: String,
    pub address: String,
    pub country: String,
    pub people: Option<i32>,
    /// The head office, from which the management system is controlled.
    pub central: bool,
    /// What is done there.
    pub scope: String,
}

/// What the client leaves out of the scope, and why (APP-4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Exclusion {
    pub what: String,
    pub justification: String,
}

/// Another management-system certificate that the client holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CertificateHeld {
    pub standard: String,
    pub issued_by: String,
    pub number: String,
    #[serde(with = "iso_date::option")]
    pub expires_on: Option<Date>,
}
