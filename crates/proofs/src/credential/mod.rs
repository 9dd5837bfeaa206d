//! The attestation as a W3C Verifiable Credential 2.0, shaped after the UN Transparency Protocol's Digital Conformity
//! Credential 0.7 and secured with JOSE (`vc+jwt`).

mod lint;
mod make;
mod rehearse;
#[cfg(test)]
mod tests;
mod view;

pub use lint::lint;
pub use make::{Terms, make};
pub use rehearse::rehearsed;
pub use view::{CredentialError, Facts, Place, StatusEntry, View, view};

use crate::jws::{self, CREDENTIAL};
use crate::keys::SigningKey;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The contexts, in this order: VC 2.0 wants its own first, UNTP its own second; the last gives a meaning to the three
/// members that neither knows (number, revision, length), which are the issuer's own.
pub const CONTEXTS: [&str; 3] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://vocabulary.uncefact.org/untp/0.7.0/context/",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
];

/// What a credential is bound to: so many bytes with this SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    pub sha256: [u8; 32],
    pub length: u64,
}

impl Bound {
    pub fn to(bytes: &[u8]) -> Self {
        Bound { sha256: Sha256::digest(bytes).into(), length: bytes.len() as u64 }
    }

    /// Whether these are the bytes.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        Bound::to(bytes) == *self
    }
}

/// The credential as `credential.jwt`, signed in the name of `kid`. Lint it first.
pub fn sign(credential: &Value, key: &SigningKey, kid: &str) -> String {
    jws::sign(key, kid, CREDENTIAL, credential.to_string().as_bytes())
}
