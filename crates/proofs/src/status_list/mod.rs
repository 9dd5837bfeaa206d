//! Who is suspended or withdrawn, as bits on a list (Bitstring Status List 1.0) that the body signs with a date, so
//! that "valid" is always "valid as of" (CRT-6).

mod bits;
mod error;
#[cfg(test)]
mod tests;

pub use bits::{LEAST_BITS, MOST_BITS, decode, encode};
pub use error::StatusError;

use crate::day;
use crate::jws::{self, CREDENTIAL};
use crate::key_set::{KeySet, KnownKey};
use crate::keys::SigningKey;
use serde::Serialize;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// What a set bit means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Does not hold for now; may come back.
    Suspension,
    /// Does not hold any more: withdrawn, or replaced by a later revision.
    Revocation,
}

impl Purpose {
    /// The name in `statusPurpose`.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Suspension => "suspension",
            Purpose::Revocation => "revocation",
        }
    }
}

/// Which list is made or expected: the same index on another list is another attestation's.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// The body's DID.
    pub issuer: &'a str,
    /// The list's address, its identity.
    pub id: &'a str,
    pub purpose: Purpose,
}

/// For how long a list answers.
#[derive(Clone, Copy, Debug)]
pub struct Validity {
    pub from: OffsetDateTime,
    pub until: OffsetDateTime,
    /// How long a reader may keep it before asking for a newer one.
    pub ttl: Duration,
}

/// The list as `status-….jwt`: `bits` places, those of `set` being set.
pub fn sign(
    which: &Which,
    validity: &Validity,
    (set, bits): (&[u32], usize),
    (key, kid): (&SigningKey, &str),
) -> Result<String, StatusError> {
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "id": which.id,
        "issuer": which.issuer,
        "validFrom": day::written(validity.from),
        "validUntil": day::written(validity.until),
        "credentialSubject": {
            "id": format!("{}#list", which.id),
            "type": "BitstringStatusList",
            "statusPurpose": which.purpose.name(),
            "encodedList": encode(set, bits)?,
            "ttl": u64::try_from(validity.ttl.whole_milliseconds()).unwrap_or(0),
        },
    });
    Ok(jws::sign(key, kid, CREDENTIAL, credential.to_string().as_bytes()))
}

/// A list that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    bits: Vec<u8>,
    pub valid_from: OffsetDateTime,
    pub valid_until: OffsetDateTime,
    pub by: KnownKey,
}

impl StatusList {
    /// Whether the bit is set; an error behind the list's end.
    pub fn says(&self, index: u32) -> Result<bool, StatusError> {
        let place = index as usize;
        let byte = self.bits.get(place / 8).ok_or(StatusError::Index(index))?;
        Ok(byte & (0x80 >> (place % 8)) != 0)
    }

    /// Whether the list still answers at that moment; before it and after it nothing is known.
    pub fn answers_at(&self, now: OffsetDateTime) -> bool {
        self.valid_from <= now && now <= self.valid_until
    }
}

/// The list of these bytes, once it is the expected one and signed by a key of its issuer.
pub fn read(jwt: &[u8], keys: &KeySet, which: &Which) -> Result<StatusList, StatusError> {
    let signed = jws::verify(jwt, CREDENTIAL, keys)?;
    let list = &signed.payload;
    let subject = &list["credentialSubject"];
    let is_list = list["type"]
        .as_array()
        .is_some_and(|types| types.contains(&"BitstringStatusListCredential".into()));
    if !is_list || subject["type"] != "BitstringStatusList" {
        return Err(StatusError::Kind);
    }
    if issuer(list) != Some(which.issuer) || signed.by.did() != which.issuer {
        return Err(StatusError::Issuer(which.issuer.to_owned()));
    }
    if list["id"] != which.id {
        return Err(StatusError::Another(which.id.to_owned()));
    }
    if subject["statusPurpose"] != which.purpose.name() {
        return Err(StatusError::Purpose(which.purpose.name()));
    }
    let moment = |name: &str| list[name].as_str().and_then(day::moment).ok_or(StatusError::Undated);
    let (valid_from, valid_until) = (moment("validFrom")?, moment("validUntil")?);
    let bits = decode(subject["encodedList"].as_str().ok_or(StatusError::Kind)?)?;
    Ok(StatusList { bits, valid_from, valid_until, by: signed.by })
}

fn issuer(list: &Value) -> Option<&str> {
    list["issuer"].as_str().or_else(|| list["issuer"]["id"].as_str())
}
