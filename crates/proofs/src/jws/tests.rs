//! Every way to be fooled by a JWS, tried.

use super::*;
use crate::key_set::KeysError;

const DID: &str = "did:web:halden-cert.example";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn known() -> KeySet {
    KeySet { keys: vec![KnownKey::of(DID, key(1).public())] }
}

fn kid_of(seed: u8) -> String {
    KnownKey::of(DID, key(seed).public()).kid
}

/// A line with any header and payload, signed by the true key.
fn with(header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(key(1).sign(signed.as_bytes())))
}

fn header(more: &str) -> String {
    format!(r#"{{"alg":"EdDSA","typ":"vc+jwt","cty":"vc","kid":"{}"{more}}}"#, kid_of(1))
}

fn refused(jws: &str) -> JwsError {
    verify(jws.as_bytes(), CREDENTIAL, &known()).unwrap_err()
}

#[test]
fn what_is_signed_is_read_back_and_an_altered_letter_is_found() {
    let jws = sign(&key(1), &kid_of(1), CREDENTIAL, br#"{"id":"x"}"#);
    let read = verify(jws.as_bytes(), CREDENTIAL, &known()).unwrap();
    assert_eq!((read.payload["id"].as_str(), read.by.did()), (Some("x"), DID));
    for at in 0..jws.len() {
        let mut altered = jws.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        assert!(verify(&altered, CREDENTIAL, &known()).is_err(), "byte {at}");
        assert!(verify(&jws.as_bytes()[..at], CREDENTIAL, &known()).is_err(), "cut at {at}");
    }
}

#[test]
fn the_new_name_of_the_algorithm_is_taken_and_no_other() {
    let named = header("").replace("EdDSA", "Ed25519");
    assert!(verify(with(&named, "{}").as_bytes(), CREDENTIAL, &known()).is_ok());
    for alg in ["none", "None", "HS256", "ES256", "eddsa", ""] {
        assert_eq!(
            refused(&with(&header("").replace("EdDSA", alg), "{}")),
            JwsError::Algorithm(alg.into())
        );
    }
}

#[test]
fn a_mac_under_the_public_key_is_no_signature() {
    use jsonwebtoken::{Algorithm, EncodingKey, Header};
    let mut header = Header::new(Algorithm::HS256);
    (header.typ, header.cty, header.kid) =
        (Some("vc+jwt".into()), Some("vc".into()), Some(kid_of(1)));
    for secret in [key(1).public().0.to_vec(), key(1).public().pem().into_bytes()] {
        let jws =
            jsonwebtoken::encode(&header, &json!({}), &EncodingKey::from_secret(&secret)).unwrap();
        assert_eq!(refused(&jws), JwsError::Algorithm("HS256".into()));
    }
    let unsigned = with(&header_none(), "{}");
    let bare = unsigned.rsplit_once('.').unwrap().0.to_owned() + ".";
    assert_eq!(refused(&bare), JwsError::Algorithm("none".into()));
}

fn header_none() -> String {
    header("").replace("EdDSA", "none")
}

#[test]
fn keys_and_orders_in_the_header_are_never_followed() {
    for name in NEVER {
        let more = format!(r#","{name}":["b64"]"#);
        assert_eq!(refused(&with(&header(&more), "{}")), JwsError::Forbidden(name.into()));
    }
    assert_eq!(refused(&with(&header(r#","nonce":"1""#), "{}")), JwsError::Unknown("nonce".into()));
    assert!(matches!(
        refused(&with(&header(r#","alg":"EdDSA""#), "{}")),
        JwsError::Json("header", _)
    ));
    assert!(matches!(
        refused(&with(&header(""), r#"{"a":1,"a":2}"#)),
        JwsError::Json("payload", _)
    ));
}

#[test]
fn the_json_serialisation_and_other_forms_are_refused_in_words_of_their_own() {
    let jws = with(&header(""), "{}");
    let parts: Vec<&str> = jws.split('.').collect();
    let flat =
        json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] }).to_string();
    assert_eq!(refused(&flat), JwsError::JsonSerialised);
    assert_eq!(refused(&format!("{jws}.x")), JwsError::Parts(4));
    assert_eq!(refused(&format!("{jws}=")), JwsError::Encoding);
    assert_eq!(refused(&format!("{jws}\n")), JwsError::Encoding);
    assert!(matches!(
        refused(&with(&header("").replace("vc+jwt", "JWT"), "{}")),
        JwsError::Kind(..)
    ));
    assert_eq!(refused(&"A".repeat(MOST_BYTES + 1)), JwsError::Large(MOST_BYTES));
}

#[test]
fn times_of_the_wrong_kind_are_refused_rather_than_passed_over() {
    for bad in [
        r#"{"exp":"9999999999"}"#,
        r#"{"nbf":"0"}"#,
        r#"{"exp":1.5}"#,
        r#"{"validUntil":9999999999}"#,
    ] {
        assert!(matches!(refused(&with(&header(""), bad)), JwsError::Time(_)), "{bad}");
    }
    let two = r#"{"validUntil":"2029-11-19T00:00:00Z","exp":5}"#;
    assert_eq!(refused(&with(&header(""), two)), JwsError::TwoTimes("exp", "validUntil"));
    let same = r#"{"validUntil":"1970-01-01T00:00:05Z","exp":5}"#;
    assert!(verify(with(&header(""), same).as_bytes(), CREDENTIAL, &known()).is_ok());
}

#[test]
fn another_bodys_key_is_unknown_and_a_borrowed_name_does_not_fit() {
    let foreign = sign(&key(2), &kid_of(2), CREDENTIAL, b"{}");
    assert_eq!(refused(&foreign), JwsError::UnknownKey(kid_of(2)));
    assert_eq!(refused(&sign(&key(2), &kid_of(1), CREDENTIAL, b"{}")), JwsError::Signature);
}

#[test]
fn a_key_set_comes_back_whole_and_refuses_private_borrowed_and_double_keys() {
    let mut one = KnownKey::of(DID, key(1).public());
    one.until = day::moment("2026-11-23T08:00:00Z");
    let set = KeySet { keys: vec![one.clone(), KnownKey::of(DID, key(2).public())] };
    assert_eq!(KeySet::parse(&set.bytes()), Ok(set.clone()));
    let text = String::from_utf8(set.bytes()).unwrap();
    let private = text.replacen("\"kty\"", "\"d\": \"AAAA\", \"kty\"", 1);
    assert_eq!(KeySet::parse(private.as_bytes()), Err(KeysError::Private));
    let borrowed = text.replace(&key(1).public().x(), &key(3).public().x());
    assert!(matches!(KeySet::parse(borrowed.as_bytes()), Err(KeysError::Name(_))));
    let double = KeySet { keys: vec![one.clone(), one] };
    assert!(matches!(KeySet::parse(&double.bytes()), Err(KeysError::Twice(_))));
    assert!(matches!(KeySet::parse(b"{}"), Err(KeysError::Form(_))));
}

#[test]
fn a_did_document_lists_the_bodys_keys_and_lets_only_those_in_use_assert() {
    let mut retired = KnownKey::of(DID, key(2).public());
    retired.until = day::moment("2026-11-23T08:00:00Z");
    let other = KnownKey::of("did:web:other.example", key(3).public());
    let set = KeySet { keys: vec![known().keys[0].clone(), retired, other] };
    let document: Value = serde_json::from_slice(&set.did_document(DID)).unwrap();
    assert_eq!(document["assertionMethod"], json!([kid_of(1)]));
    assert_eq!(document["verificationMethod"].as_array().unwrap().len(), 2);
    assert_eq!(document["verificationMethod"][1]["expires"], "2026-11-23T08:00:00Z");
    assert_eq!(document["verificationMethod"][0]["publicKeyJwk"]["x"], key(1).public().x());
}
