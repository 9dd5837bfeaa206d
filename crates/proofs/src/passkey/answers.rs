//! Answers as a browser sends them: the JSON of `PublicKeyCredential.toJSON()` (WebAuthn, section 5.1).

use super::{Assertion, Refused, malformed, unreadable};
use crate::{base64url, strict};
use serde::Deserialize;

/// Most bytes of an answer that are read: base64url of an attestation object and of client data.
const CAP: usize = 128 * 1024;

/// What came back from `navigator.credentials.create`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationAnswer {
    pub credential_id: Vec<u8>,
    pub attestation_object: Vec<u8>,
    pub client_data_json: Vec<u8>,
}

/// What came back from `navigator.credentials.get`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionAnswer {
    pub credential_id: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub client_data_json: Vec<u8>,
    pub signature: Vec<u8>,
}

/// The members that are read; browsers send more (`authenticatorAttachment`, `clientExtensionResults` and others).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent<R> {
    id: String,
    #[serde(with = "base64url")]
    raw_id: Vec<u8>,
    #[serde(rename = "type")]
    kind: String,
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    #[serde(with = "base64url")]
    attestation_object: Vec<u8>,
    #[serde(with = "base64url", rename = "clientDataJSON")]
    client_data_json: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Got {
    #[serde(with = "base64url")]
    authenticator_data: Vec<u8>,
    #[serde(with = "base64url", rename = "clientDataJSON")]
    client_data_json: Vec<u8>,
    #[serde(with = "base64url")]
    signature: Vec<u8>,
}

impl RegistrationAnswer {
    /// Reads a browser's JSON; nothing is verified yet.
    pub fn from_json(json: &[u8]) -> Result<Self, Refused> {
        let (credential_id, sent) = read::<Created>(json)?;
        let Created { attestation_object, client_data_json } = sent;
        Ok(RegistrationAnswer { credential_id, attestation_object, client_data_json })
    }
}

impl AssertionAnswer {
    /// Reads a browser's JSON; nothing is verified yet.
    pub fn from_json(json: &[u8]) -> Result<Self, Refused> {
        let (credential_id, sent) = read::<Got>(json)?;
        let Got { authenticator_data, client_data_json, signature } = sent;
        Ok(AssertionAnswer { credential_id, authenticator_data, client_data_json, signature })
    }

    /// The answer with the key that was registered under its credential id, ready to verify and to keep.
    pub fn with_key(self, public_key: Vec<u8>) -> Assertion {
        let AssertionAnswer { credential_id, authenticator_data, client_data_json, signature } =
            self;
        Assertion { credential_id, public_key, authenticator_data, client_data_json, signature }
    }
}

fn read<R: serde::de::DeserializeOwned>(json: &[u8]) -> Result<(Vec<u8>, R), Refused> {
    const WHAT: &str = "browser's answer";
    let sent: Sent<R> = strict::json(json, CAP).map_err(unreadable(WHAT))?;
    if sent.kind != "public-key" {
        return Err(malformed(WHAT, "it is not of the type “public-key”"));
    }
    if base64_of(&sent.raw_id) != sent.id {
        return Err(malformed(WHAT, "its two ids differ"));
    }
    Ok((sent.raw_id, sent.response))
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
