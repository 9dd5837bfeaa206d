//! What an attestation says, and the exact bytes that are signed for it.

use crate::day;
use crate::keys::{PublicKey, SigningKey};
use serde::{Deserialize, Serialize};
use time::Date;

/// What an attestation says, frozen when it is issued (CRT-1, CRT-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(with = "day")]
    pub decided_on: Date,
    #[serde(with = "day")]
    pub issued_on: Date,
    #[serde(with = "day")]
    pub effective_on: Date,
    #[serde(with = "day")]
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

/// What was signed of an attestation, to be attached to its document.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The exact bytes of `attestation.json`.
    pub json: Vec<u8>,
    /// The signature over them, 64 bytes.
    pub signature: Vec<u8>,
    pub key: PublicKey,
}

/// The certification body as its attestation names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    pub name: String,
    pub address: String,
    pub scope: String,
}

impl Attestation {
    /// The bytes of `attestation.json`: exactly these are signed, kept and handed out, never written anew.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The bytes of `attestation.sig`: 64 bytes, Ed25519 over [`Attestation::bytes`], as
    /// `openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in attestation.json -sigfile attestation.sig` reads them.
    pub fn signature(&self, key: &SigningKey) -> Vec<u8> {
        key.sign(&self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use std::process::Command;

    #[test]
    fn the_bytes_are_read_back_to_the_same_attestation_with_dates_as_iso_writes_them() {
        let a = sample::attestation();
        let text = String::from_utf8(a.bytes()).unwrap();
        assert!(text.contains(r#""decided_on":"2026-11-20""#), "{text}");
        assert_eq!(serde_json::from_str::<Attestation>(&text).unwrap(), a);
    }

    #[test]
    fn openssl_accepts_the_signature_and_refuses_it_over_an_altered_file() {
        let folder = std::env::temp_dir().join(format!("attested-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (a, key) = (sample::attestation(), sample::key(1));
        std::fs::write(folder.join("key.pem"), key.public().pem()).unwrap();
        std::fs::write(folder.join("attestation.sig"), a.signature(&key)).unwrap();
        let accepted = |bytes: Vec<u8>| {
            std::fs::write(folder.join("attestation.json"), bytes).unwrap();
            let words = "pkeyutl -verify -pubin -inkey key.pem -rawin -in attestation.json -sigfile attestation.sig";
            let run = Command::new("openssl").args(words.split(' ')).current_dir(&folder).output();
            run.unwrap().status.success()
        };
        assert!(accepted(a.bytes()));
        assert!(!accepted(
            String::from_utf8(a.bytes()).unwrap().replace("2029", "2030").into_bytes()
        ));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
