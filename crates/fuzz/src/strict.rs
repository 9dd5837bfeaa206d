//! JSON and CBOR with one reading: whoever else reads them reads the same.

use crate::vectors::{owned, vector};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value as Cbor;
use proofs::strict;
use serde_json::Value;

const CAP: usize = 1 << 20;

pub(crate) fn json_seeds() -> Vec<Vec<u8>> {
    let odd: &[u8] =
        br#"{"a":[1,-2,2.5e-3,1e300,18446744073709551615,null,true],"\u0061b":"\ud83d\ude00"}"#;
    owned(&[odd, br#"{"a":1,"a":2}"#, vector!("attestation.json"), vector!("keys.json")])
}

/// What is read is what a lenient reader reads, and one form of bytes (RFC 8785) comes back to itself.
pub(crate) fn json(bytes: &[u8]) {
    let Ok(read) = strict::json::<Value>(bytes, CAP) else { return };
    assert_eq!(serde_json::from_slice::<Value>(bytes).expect("JSON"), read);
    let canonical = |value: &Value| serde_json_canonicalizer::to_vec(value).expect("written");
    let written = canonical(&read);
    let again = strict::json::<Value>(&written, CAP).expect("what was written is read");
    assert_eq!(canonical(&again), written, "one form");
}

pub(crate) fn cbor_seeds() -> Vec<Vec<u8>> {
    let chromium: Value = serde_json::from_slice(vector!("chromium.json")).expect("chromium.json");
    let object = chromium["registration"]["response"]["attestationObject"].as_str();
    let object = URL_SAFE_NO_PAD.decode(object.expect("an object")).expect("base64url");
    let mut seeds = owned(&[
        &[0xa2, 0x01, 0x02, 0x01, 0x03],
        &[0x9f, 0x18, 0x20, 0xf9, 0x7e, 0x00, 0xc2, 0x41, 0x05, 0xff],
        &[0x7f, 0x61, 0x61, 0x61, 0x62, 0xff],
    ]);
    seeds.push(object);
    seeds
}

/// What is read comes back from what is written of it, and nothing was left behind its end.
pub(crate) fn cbor(bytes: &[u8]) {
    if let Ok((_, rest)) = strict::cbor_prefix(bytes, CAP) {
        let (item, _) = bytes.split_at(bytes.len() - rest.len());
        assert!(strict::cbor(item, CAP).is_ok(), "the item alone");
        assert_eq!(strict::cbor(bytes, CAP).is_ok(), rest.is_empty());
    }
    let Ok(read) = strict::cbor(bytes, CAP) else { return };
    let once = written(&read);
    let again = strict::cbor(&once, CAP).expect("what was written is read");
    assert_eq!(written(&again), once);
}

fn written(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("written");
    bytes
}
