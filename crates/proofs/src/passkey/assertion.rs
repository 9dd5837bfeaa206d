//! A passkey signs: what is kept of its answer, and how anybody verifies it (WebAuthn, section 7.2).

use super::authenticator_data::AuthenticatorData;
use super::client_data::{self, GET};
use super::{AUTHENTICATOR_DATA_CAP, Algorithm, CREDENTIAL_ID_CAP, CosePublicKey, Refused, Site};
use super::{malformed, unreadable};
use crate::base64url;
use crate::strict::Unreadable;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A signature by a passkey, whole: with the key that was registered, so that nothing else is needed to verify it.
/// As JSON every field is base64url without padding, under WebAuthn's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assertion {
    #[serde(with = "base64url")]
    pub credential_id: Vec<u8>,
    /// The COSE key as it was registered; never from the answer itself.
    #[serde(with = "base64url")]
    pub public_key: Vec<u8>,
    #[serde(with = "base64url")]
    pub authenticator_data: Vec<u8>,
    #[serde(with = "base64url", rename = "clientDataJSON")]
    pub client_data_json: Vec<u8>,
    #[serde(with = "base64url")]
    pub signature: Vec<u8>,
}

/// What a verified signature says beside being genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    pub algorithm: Algorithm,
    /// To be compared with the last one seen: a count that falls, where either is not 0, says that there are two
    /// copies of the key. That is the caller's to judge.
    pub sign_count: u32,
    pub backup_eligible: bool,
    pub backed_up: bool,
}

/// The challenge that the browser is asked to have signed for these bytes: their SHA-256.
pub fn challenge_of(signed: &[u8]) -> [u8; 32] {
    Sha256::digest(signed).into()
}

impl Assertion {
    /// Whether the passkey signed exactly these bytes (its challenge is their SHA-256) on this site, its owner
    /// present and verified.
    pub fn verify(&self, signed: &[u8], site: &Site) -> Result<Checked, Refused> {
        self.verify_challenge(&challenge_of(signed), site)
    }

    /// As [`Assertion::verify`], for a challenge of another making: random, when somebody signs in.
    pub fn verify_challenge(&self, challenge: &[u8], site: &Site) -> Result<Checked, Refused> {
        self.within_caps()?;
        client_data::check(&self.client_data_json, GET, challenge, site)?;
        let said = AuthenticatorData::parse(&self.authenticator_data)?;
        said.check(site)?;
        if said.credential.is_some() {
            return Err(malformed("authenticator data", "a signature carries no new credential"));
        }
        let key = CosePublicKey::parse(&self.public_key)?;
        let client = Sha256::digest(&self.client_data_json);
        let message = [self.authenticator_data.as_slice(), &client].concat();
        if !key.verifies(&message, &self.signature) {
            return Err(Refused::WrongSignature);
        }
        Ok(Checked {
            algorithm: key.algorithm(),
            sign_count: said.sign_count,
            backup_eligible: said.backup_eligible(),
            backed_up: said.backed_up(),
        })
    }

    fn within_caps(&self) -> Result<(), Refused> {
        let (len, cap) = (self.authenticator_data.len(), AUTHENTICATOR_DATA_CAP);
        if len > cap {
            return Err(unreadable("authenticator data")(Unreadable::TooLong { len, cap }));
        }
        if self.credential_id.is_empty() || self.credential_id.len() > CREDENTIAL_ID_CAP {
            return Err(malformed("credential id", "it is empty or longer than 1023 bytes"));
        }
        Ok(())
    }
}
