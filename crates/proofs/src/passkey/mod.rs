//! Passkeys (WebAuthn, Level 3) as signatures: a person's own key answers for the exact bytes that were put before
//! them. What is kept of an answer is enough to verify it off line, for ever.
//!
//! webauthn-rs draws its challenges itself and means to keep it so; a signature needs a challenge that is the digest
//! of what is signed. So this small part is ours, and the signatures themselves are aws-lc-rs's to verify.

mod answers;
mod assertion;
mod authenticator_data;
mod client_data;
mod cose;
#[cfg(test)]
mod cose_tests;
mod options;
mod registration;
#[cfg(any(test, feature = "testing"))]
pub mod test_authenticator;
#[cfg(test)]
mod tests;

pub use answers::{AssertionAnswer, RegistrationAnswer};
pub use assertion::{Assertion, Checked, challenge_of};
pub use cose::{Algorithm, CosePublicKey};
pub use options::{Person, creation_options, request_options};
pub use registration::{Registered, register};

use crate::strict::Unreadable;

/// Most bytes of the client data that are read.
pub const CLIENT_DATA_CAP: usize = 16 * 1024;
/// Most bytes of authenticator data that are read.
pub const AUTHENTICATOR_DATA_CAP: usize = 16 * 1024;
/// Most bytes of an attestation object that are read; its statement may carry certificates.
pub const ATTESTATION_CAP: usize = 64 * 1024;
/// Longest credential id (WebAuthn, section 4).
pub const CREDENTIAL_ID_CAP: usize = 1023;

/// Where people sign: the relying party's id (a host name, "assay.example") and the origin that the browser says
/// ("https://assay.example").
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    #[serde(rename = "rpId")]
    pub rp_id: String,
    pub origin: String,
}

/// Why an answer of an authenticator is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("The {what} cannot be read: {why}.")]
    Unreadable { what: &'static str, why: Unreadable },
    #[error("The {what} is malformed: {why}.")]
    Malformed { what: &'static str, why: &'static str },
    #[error("This is an answer of the kind “{0}”, not of the kind that was asked for.")]
    OtherCeremony(String),
    #[error(
        "The passkey answered another question: what it signed is not what was put before the person."
    )]
    OtherChallenge,
    #[error("The passkey answered on another site: {0}.")]
    OtherOrigin(String),
    #[error("The passkey answered inside another site's page.")]
    CrossOrigin,
    #[error("The passkey's answer is for another relying party.")]
    OtherRelyingParty,
    #[error("Nobody touched the authenticator.")]
    NobodyPresent,
    #[error("The authenticator did not verify who used it (by PIN, finger or face).")]
    PersonNotVerified,
    #[error("This answer is of another passkey than the one it names.")]
    OtherCredential,
    #[error("The passkey's key is of a kind that is not taken: {0}.")]
    KeyNotTaken(&'static str),
    #[error("The signature is not this passkey's over this answer.")]
    WrongSignature,
}

fn unreadable(what: &'static str) -> impl Fn(Unreadable) -> Refused {
    move |why| Refused::Unreadable { what, why }
}

fn malformed(what: &'static str, why: &'static str) -> Refused {
    Refused::Malformed { what, why }
}
