//! Signed JSON in one line (JWS compact serialisation, RFC 7515), by Ed25519 keys that the caller already has:
//! no key, address or algorithm is ever taken from what is verified.

mod error;
#[cfg(test)]
mod tests;

pub use error::JwsError;

use crate::key_set::{KeySet, KnownKey};
use crate::keys::SigningKey;
use crate::{day, json};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// The most that a compact JWS may weigh: a status list of a million bits, and room.
pub const MOST_BYTES: usize = 1024 * 1024;

/// What kind of document a JWS carries, as its header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub typ: &'static str,
    pub cty: &'static str,
}

/// Verifiable credentials, status lists among them (Securing Verifiable Credentials using JOSE and COSE).
pub const CREDENTIAL: Kind = Kind { typ: "vc+jwt", cty: "vc" };

/// Header members that name or bring a key, or change how the rest is read.
const NEVER: [&str; 9] = ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip"];

/// What a JWS said, and which of the caller's keys signed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    pub payload: Value,
    pub by: KnownKey,
}

/// Signs the payload, JSON text, in the name of `kid` (DID, `#`, thumbprint). The header says `EdDSA`, which every
/// library knows; RFC 9864 would have it `Ed25519`, and verifying takes both.
pub fn sign(key: &SigningKey, kid: &str, kind: Kind, payload: &[u8]) -> String {
    let header = json!({ "alg": "EdDSA", "typ": kind.typ, "cty": kind.cty, "kid": kid });
    let mut text = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = key.sign(text.as_bytes());
    text.push('.');
    text.push_str(&URL_SAFE_NO_PAD.encode(signature));
    text
}

/// What the JWS says, once its signature is that of the key it names, found among the caller's.
pub fn verify(jws: &[u8], kind: Kind, keys: &KeySet) -> Result<Signed, JwsError> {
    let parts = parts(jws)?;
    let kid = kid(&parts.header, kind)?;
    let by = keys.by_kid(&kid).ok_or(JwsError::UnknownKey(kid))?;
    if !by.key.verifies(parts.signed, &parts.signature) {
        return Err(JwsError::Signature);
    }
    let payload =
        json::parse(&parts.payload).map_err(|e| JwsError::Json("payload", e.to_string()))?;
    times(&payload)?;
    Ok(Signed { payload, by: by.clone() })
}

/// Which key the JWS names, nothing being proven by that: for choosing the key to verify it with.
pub fn named_key(jws: &[u8], kind: Kind) -> Result<String, JwsError> {
    kid(&parts(jws)?.header, kind)
}

struct Parts<'a> {
    header: Map<String, Value>,
    payload: Vec<u8>,
    signature: Vec<u8>,
    signed: &'a [u8],
}

fn parts(jws: &[u8]) -> Result<Parts<'_>, JwsError> {
    if jws.len() > MOST_BYTES {
        return Err(JwsError::Large(MOST_BYTES));
    }
    if jws.trim_ascii_start().starts_with(b"{") {
        return Err(JwsError::JsonSerialised);
    }
    let pieces: Vec<&[u8]> = jws.split(|byte| *byte == b'.').collect();
    let [header, payload, signature] = pieces.as_slice() else {
        return Err(JwsError::Parts(pieces.len()));
    };
    let signed = &jws[..header.len() + 1 + payload.len()];
    let header =
        json::parse(&decoded(header)?).map_err(|e| JwsError::Json("header", e.to_string()))?;
    let Value::Object(header) = header else {
        return Err(JwsError::Json("header", "no object".into()));
    };
    Ok(Parts { header, payload: decoded(payload)?, signature: decoded(signature)?, signed })
}

/// Base64url without padding; the engine refuses stray trailing bits, so that one content has one text.
fn decoded(part: &[u8]) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwsError::Encoding)
}

/// The header's key, once the header is one of ours from end to end.
fn kid(header: &Map<String, Value>, kind: Kind) -> Result<String, JwsError> {
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    if let Some(name) = NEVER.iter().find(|name| header.contains_key(**name)) {
        return Err(JwsError::Forbidden((*name).to_owned()));
    }
    if let Some(name) =
        header.keys().find(|name| !["alg", "typ", "cty", "kid"].contains(&name.as_str()))
    {
        return Err(JwsError::Unknown(name.clone()));
    }
    match text("alg") {
        Some("EdDSA" | "Ed25519") => {}
        alg => return Err(JwsError::Algorithm(alg.unwrap_or("no text").to_owned())),
    }
    if text("typ") != Some(kind.typ) || text("cty") != Some(kind.cty) {
        return Err(JwsError::Kind(kind.typ, text("typ").unwrap_or("nothing").to_owned()));
    }
    let kid = text("kid").filter(|kid| is_name(kid));
    kid.map(str::to_owned).ok_or(JwsError::NoKey)
}

/// A key's name is an address: printable ASCII without spaces, and short.
fn is_name(kid: &str) -> bool {
    kid.len() <= 512 && kid.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Times of a JWT are numbers, those of a credential are text. One that is the other kind might be passed over by a
/// careless reader and so never expire (CVE-2026-25537); and where both are said, both say the same.
fn times(payload: &Value) -> Result<(), JwsError> {
    for name in ["validFrom", "validUntil"] {
        match payload.get(name) {
            None => {}
            Some(value) if value.as_str().and_then(day::moment).is_some() => {}
            Some(_) => return Err(JwsError::Time(name)),
        }
    }
    for (name, twin) in [("iat", ""), ("nbf", "validFrom"), ("exp", "validUntil")] {
        let Some(value) = payload.get(name) else { continue };
        let seconds = value.as_i64().ok_or(JwsError::Time(name))?;
        let same = payload[twin].as_str().and_then(day::moment);
        if !twin.is_empty() && same.is_none_or(|moment| moment.unix_timestamp() != seconds) {
            return Err(JwsError::TwoTimes(name, twin));
        }
    }
    Ok(())
}
