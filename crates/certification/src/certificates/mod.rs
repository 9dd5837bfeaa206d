//! Attestations issued by decisions, their lives, and the register that answers for them (CRT, PUB, STA).

mod consent;
mod content;
mod issue;
mod life;
mod register;
mod status;
#[cfg(test)]
mod tests;

pub use consent::{Consenting, Document, Own, consent, document, own};
pub use content::lacking;
pub use issue::Issuing;
pub(crate) use issue::{Terms, issue};
pub use life::{
    Change, Life, MONTHS_SUSPENDED, MONTHS_TO_RESTORE, Moment, Revision, Standing, Suspension,
    standing_on,
};
pub use register::{Answer, Entry, Line, number_of, of_number, search};
pub(crate) use status::change_status;
pub use status::{OfFile, of_file};

use crate::as_json;
use std::sync::Arc;
use time::Date;

/// What an attestation says, frozen when it is issued (CRT-1, CRT-5).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attestation {
    pub body: Issuer,
    /// The client's legal name.
    pub client: String,
    pub sites: Vec<Site>,
    pub scope: String,
    /// The standard with its edition.
    pub standard: String,
    /// What kind of management system is certified, with its article; empty in those issued before it was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    pub number: String,
    pub revision: i32,
    #[serde(with = "as_json::day")]
    pub decided_on: Date,
    #[serde(with = "as_json::day")]
    pub issued_on: Date,
    #[serde(with = "as_json::day")]
    pub effective_on: Date,
    #[serde(with = "as_json::day")]
    pub expires_on: Date,
    /// The statement of applicability's version; empty where the standard has none.
    pub soa_version: String,
    /// Words on accreditation; without them the document says that it is not issued under accreditation.
    pub accreditation: Option<String>,
    pub signatory: String,
    pub signatory_function: String,
    pub verify_url: String,
    /// SHA-256, hexadecimal, of the record that the panel signed.
    pub record_digest: String,
    pub demonstration: bool,
}

/// The certification body as its attestation names it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Issuer {
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub country: String,
    pub website: String,
    pub mark: String,
    pub colour: String,
}

/// A certified place, with its own scope where that differs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Site {
    pub name: String,
    pub address: String,
    pub scope: String,
}

/// Draws the document from its content: the program hands this in, so that drawing stays out of this crate.
pub type Draw = Arc<dyn Fn(&Attestation) -> Result<Vec<u8>, String> + Send + Sync>;
