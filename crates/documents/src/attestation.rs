//! What an attestation says: the facts that are printed, and nothing about how they look.

use serde::{Deserialize, Serialize};
use time::Date;

/// What an attestation says; every field as it will be printed (CRT-1).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attestation {
    /// The certification body that issues it.
    pub body: Body,
    /// The client's legal name.
    pub client: String,
    /// The certified locations; the first is the principal one.
    pub sites: Vec<Site>,
    /// The certified scope, as decided.
    pub scope: String,
    /// The standard with its edition, such as "ISO/IEC 42001:2023".
    pub standard: String,
    /// What kind of management system it is about, with its article; empty says "a management system".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// The unique number.
    pub number: String,
    /// The revision under that number, counted from 1.
    pub revision: u32,
    /// The day on which this document was issued.
    pub issued_on: Date,
    /// The first day on which the certification holds.
    pub effective_on: Date,
    /// The last day on which the certification holds.
    pub expires_on: Date,
    /// The day of the panel's decision.
    pub decided_on: Date,
    /// The version of the statement of applicability that was audited; empty where the standard has none.
    pub soa_version: String,
    /// The words of accreditation; `None` prints that it is not issued under accreditation (CRT-4).
    pub accreditation: Option<String>,
    /// Who signs: the chair of the panel.
    pub signatory: String,
    /// In which function the signatory signs.
    pub signatory_function: String,
    /// Where anyone checks the status: printed, and in the QR code.
    pub verify_url: String,
    /// SHA-256, in hex, of the record that the panel signed.
    pub record_digest: String,
    /// Marks the document unmistakably as a demonstration.
    pub demonstration: bool,
}

/// The certification body, as it presents itself on paper.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// The name by which it is known.
    pub name: String,
    /// The name under which it is registered.
    pub legal_name: String,
    /// Street and town; line breaks are kept.
    pub address: String,
    /// The country in words.
    pub country: String,
    /// The address of its website.
    pub website: String,
    /// Its monogram, two to four letters.
    pub mark: String,
    /// Its colour as `#rrggbb`.
    pub colour: String,
}

/// One certified location.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Site {
    /// What the client calls it.
    pub name: String,
    /// Its postal address.
    pub address: String,
    /// What is certified here; empty where it is the whole scope.
    pub scope: String,
}

/// What the body signed, to go with the pages: attached files that a verifier takes out again.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The exact bytes of `attestation.json`.
    pub json: Vec<u8>,
    /// The 64 bytes of the signature over them.
    pub signature: Vec<u8>,
    /// The public key as PEM.
    pub key: String,
    /// The public key's fingerprint, as it is printed and compared by eye.
    pub fingerprint: String,
}
