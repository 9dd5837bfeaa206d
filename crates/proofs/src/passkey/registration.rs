//! A passkey is made: what its first answer says, checked, and what is kept of it (WebAuthn, section 7.1).

use super::authenticator_data::AuthenticatorData;
use super::client_data::{self, CREATE};
use super::{
    ATTESTATION_CAP, Algorithm, CosePublicKey, Refused, RegistrationAnswer, Site, malformed,
    unreadable,
};
use crate::strict;
use ciborium::Value;

const WHAT: &str = "attestation object";

/// What is kept of a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub credential_id: Vec<u8>,
    /// The COSE key, byte for byte as the authenticator wrote it.
    pub public_key: Vec<u8>,
    pub algorithm: Algorithm,
    /// How often it has signed; 0 for ever where it does not count.
    pub sign_count: u32,
    /// Whether the key may be copied between a person's devices.
    pub backup_eligible: bool,
    /// Whether it was copied by then.
    pub backed_up: bool,
    /// The authenticator's model; zeros where it does not say.
    pub aaguid: [u8; 16],
}

/// Checks a registration's answer to this challenge (32 random bytes of ours, used once) on this site.
///
/// Whatever statement about the authenticator's maker comes along is not judged: ask for attestation "none".
pub fn register(
    answer: &RegistrationAnswer,
    challenge: &[u8],
    site: &Site,
) -> Result<Registered, Refused> {
    client_data::check(&answer.client_data_json, CREATE, challenge, site)?;
    let authenticator_data = authenticator_data_of(&answer.attestation_object)?;
    let said = AuthenticatorData::parse(&authenticator_data)?;
    said.check(site)?;
    let none = malformed("authenticator data", "it carries no credential");
    let made = said.credential.as_ref().ok_or(none)?;
    if made.id != answer.credential_id {
        return Err(Refused::OtherCredential);
    }
    Ok(Registered {
        credential_id: made.id.to_vec(),
        public_key: made.public_key.to_vec(),
        algorithm: CosePublicKey::parse(made.public_key)?.algorithm(),
        sign_count: said.sign_count,
        backup_eligible: said.backup_eligible(),
        backed_up: said.backed_up(),
        aaguid: made.aaguid,
    })
}

/// The authenticator data within an attestation object (section 6.5.4): a map of `fmt`, `attStmt` and `authData`.
fn authenticator_data_of(attestation_object: &[u8]) -> Result<Vec<u8>, Refused> {
    let object = strict::cbor(attestation_object, ATTESTATION_CAP).map_err(unreadable(WHAT))?;
    let pairs = object.into_map().map_err(|_| malformed(WHAT, "it is no map"))?;
    let (mut format, mut statement, mut data) = (None, None, None);
    for (key, value) in pairs {
        match (key.as_text(), value) {
            (Some("fmt"), Value::Text(word)) => format = Some(word),
            (Some("attStmt"), Value::Map(pairs)) => statement = Some(pairs),
            (Some("authData"), Value::Bytes(bytes)) => data = Some(bytes),
            (Some("fmt" | "attStmt" | "authData"), _) => {
                return Err(malformed(WHAT, "a member of it is of another kind than it must be"));
            }
            _ => {}
        }
    }
    match (format.as_deref(), statement, data) {
        (Some("none"), Some(statement), _) if !statement.is_empty() => {
            Err(malformed(WHAT, "its format is “none” and yet there is a statement"))
        }
        (Some(_), Some(_), Some(data)) => Ok(data),
        _ => Err(malformed(WHAT, "fmt, attStmt or authData is missing")),
    }
}
