//! What a browser is asked: the JSON that `PublicKeyCredential.parseCreationOptionsFromJSON` and
//! `parseRequestOptionsFromJSON` take (WebAuthn, section 5.1).

use super::{Algorithm, Site};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// How long a browser waits for the person, in milliseconds.
const TIMEOUT: u32 = 300_000;

/// Whose passkey it becomes. The id is opaque (at most 64 bytes, nothing personal); the names are shown by the
/// authenticator when the person chooses.
pub struct Person<'a> {
    pub id: &'a [u8],
    /// By which the person signs in.
    pub name: &'a str,
    pub display_name: &'a str,
}

/// Asks for a new passkey, with the person verified, and for no statement about its maker. `having` are the ids of
/// those the person has, so that none is made twice on one authenticator.
pub fn creation_options(
    site: &Site,
    site_name: &str,
    person: &Person<'_>,
    challenge: &[u8],
    having: &[Vec<u8>],
) -> Value {
    let kinds = [Algorithm::Es256, Algorithm::EdDsa, Algorithm::Rs256];
    let kinds = kinds.map(|kind| json!({ "type": "public-key", "alg": kind as i32 }));
    json!({
        "rp": { "id": site.rp_id, "name": site_name },
        "user": {
            "id": URL_SAFE_NO_PAD.encode(person.id),
            "name": person.name,
            "displayName": person.display_name,
        },
        "challenge": URL_SAFE_NO_PAD.encode(challenge),
        "pubKeyCredParams": kinds,
        "timeout": TIMEOUT,
        "excludeCredentials": named(having),
        "authenticatorSelection": { "residentKey": "preferred", "userVerification": "required" },
        "attestation": "none",
    })
}

/// Asks for a signature by one of these passkeys, with the person verified.
pub fn request_options(site: &Site, challenge: &[u8], having: &[Vec<u8>]) -> Value {
    json!({
        "challenge": URL_SAFE_NO_PAD.encode(challenge),
        "rpId": site.rp_id,
        "timeout": TIMEOUT,
        "allowCredentials": named(having),
        "userVerification": "required",
    })
}

fn named(having: &[Vec<u8>]) -> Vec<Value> {
    having
        .iter()
        .map(|id| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) }))
        .collect()
}
