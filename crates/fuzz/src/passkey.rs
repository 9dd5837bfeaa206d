//! What browsers and authenticators answer, starting from what Chromium's did.

use crate::vectors::vector;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value as Cbor;
use proofs::passkey::{
    Assertion, AssertionAnswer, CosePublicKey, Registered, RegistrationAnswer, Site, register,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A registration by Chromium's own authenticator (docs/formats/vectors/chromium.json).
struct Chromium {
    site: Site,
    challenge: Vec<u8>,
    registration: Vec<u8>,
    authentication: Vec<u8>,
    made: RegistrationAnswer,
    kept: Registered,
}

static CHROMIUM: LazyLock<Chromium> = LazyLock::new(|| {
    let all: Value = serde_json::from_slice(vector!("chromium.json")).expect("chromium.json");
    let site: Site = serde_json::from_value(all["site"].clone()).expect("a site");
    let challenge = all["registrationChallenge"].as_str().expect("a challenge");
    let challenge = URL_SAFE_NO_PAD.decode(challenge).expect("base64url");
    let bytes = |name: &str| all[name].to_string().into_bytes();
    let (registration, authentication) = (bytes("registration"), bytes("authentication"));
    let made = RegistrationAnswer::from_json(&registration).expect("an answer");
    let kept = register(&made, &challenge, &site).expect("a registration");
    Chromium { site, challenge, registration, authentication, made, kept }
});

fn registered(change: impl FnOnce(&mut RegistrationAnswer)) -> Option<Registered> {
    let chromium = &*CHROMIUM;
    let mut answer = chromium.made.clone();
    change(&mut answer);
    register(&answer, &chromium.challenge, &chromium.site).ok()
}

pub(crate) fn client_data_seeds() -> Vec<Vec<u8>> {
    let framed = br#"{"type":"webauthn.create","challenge":"wD5d","origin":"http://localhost:18765","crossOrigin":true}"#;
    vec![CHROMIUM.made.client_data_json.clone(), framed.to_vec()]
}

/// What is taken says, to another reader too, this ceremony, this challenge and this site.
pub(crate) fn client_data(bytes: &[u8]) {
    if registered(|answer| answer.client_data_json = bytes.to_vec()).is_none() {
        return;
    }
    let said: Value = serde_json::from_slice(bytes).expect("JSON");
    assert_eq!(said["type"], "webauthn.create");
    assert_eq!(said["challenge"], URL_SAFE_NO_PAD.encode(&CHROMIUM.challenge));
    assert_eq!(said["origin"], CHROMIUM.site.origin);
    assert!(said["crossOrigin"] != true && said["topOrigin"].is_null());
}

pub(crate) fn object_seeds() -> Vec<Vec<u8>> {
    vec![CHROMIUM.made.attestation_object.clone()]
}

/// What is kept of an attestation object is the passkey that it was asked for, with a key that can be read.
pub(crate) fn object(bytes: &[u8]) {
    let Some(kept) = registered(|answer| answer.attestation_object = bytes.to_vec()) else {
        return;
    };
    assert_eq!(kept.credential_id, CHROMIUM.kept.credential_id);
    let key = CosePublicKey::parse(&kept.public_key).expect("the key is read");
    assert_eq!(key.algorithm(), kept.algorithm);
    assert!(kept.backup_eligible || !kept.backed_up);
}

pub(crate) fn data_seeds() -> Vec<Vec<u8>> {
    let object: Cbor =
        ciborium::from_reader(CHROMIUM.made.attestation_object.as_slice()).expect("CBOR");
    let members = object.into_map().expect("a map");
    let data = members.into_iter().find(|(name, _)| name.as_text() == Some("authData"));
    let data = data.and_then(|(_, data)| data.into_bytes().ok()).expect("authData");
    let (mut counted, mut extended) = (data.clone(), data.clone());
    counted[36] = 9;
    extended[32] |= 0x80;
    extended.push(0xa0);
    vec![data, counted, extended]
}

/// The authenticator's data alone: who was there is read from where the specification has it.
pub(crate) fn data(bytes: &[u8]) {
    let text = |text: &str| Cbor::Text(text.to_owned());
    let object = Cbor::Map(vec![
        (text("fmt"), text("none")),
        (text("attStmt"), Cbor::Map(Vec::new())),
        (text("authData"), Cbor::Bytes(bytes.to_vec())),
    ]);
    let mut written = Vec::new();
    ciborium::into_writer(&object, &mut written).expect("written");
    let Some(kept) = registered(|answer| answer.attestation_object = written) else { return };
    assert_eq!(bytes[..32], *Sha256::digest(&CHROMIUM.site.rp_id));
    assert_eq!(bytes[32] & 0x45, 0x45, "present, verified, with a credential");
    assert_eq!(bytes[33..37], kept.sign_count.to_be_bytes());
    assert_eq!(bytes[37..53], kept.aaguid);
    let key = 55 + kept.credential_id.len();
    assert!(bytes[55..].starts_with(&kept.credential_id));
    assert!(bytes[key..].starts_with(&kept.public_key));
}

fn written(members: &[(i64, Cbor)]) -> Vec<u8> {
    let members = members.iter().map(|(label, value)| (Cbor::from(*label), value.clone()));
    let mut bytes = Vec::new();
    ciborium::into_writer(&Cbor::Map(members.collect()), &mut bytes).expect("written");
    bytes
}

/// The one form of a key: CTAP2's, smallest label first.
fn form(key: &CosePublicKey) -> Vec<u8> {
    let bytes = |bytes: &[u8]| Cbor::Bytes(bytes.to_vec());
    let number = |number: i64| Cbor::from(number);
    match key {
        CosePublicKey::P256(point) => written(&[
            (1, number(2)),
            (3, number(-7)),
            (-1, number(1)),
            (-2, bytes(&point[1..33])),
            (-3, bytes(&point[33..])),
        ]),
        CosePublicKey::Ed25519(x) => {
            written(&[(1, number(1)), (3, number(-8)), (-1, number(6)), (-2, bytes(x))])
        }
        CosePublicKey::Rsa { n, e } => {
            written(&[(1, number(3)), (3, number(-257)), (-1, bytes(n)), (-2, bytes(e))])
        }
    }
}

pub(crate) fn key_seeds() -> Vec<Vec<u8>> {
    let rsa = CosePublicKey::Rsa { n: vec![0xff; 256], e: vec![1, 0, 1] };
    let ed25519 = CosePublicKey::Ed25519([7; 32]);
    vec![CHROMIUM.kept.public_key.clone(), form(&ed25519), form(&rsa)]
}

/// A key has one form, or one passkey could pass for two.
pub(crate) fn key(bytes: &[u8]) {
    let Ok(key) = CosePublicKey::parse(bytes) else { return };
    assert_eq!(form(&key), bytes);
    assert!(!key.verifies(b"a message", b"no signature"));
}

pub(crate) fn answer_seeds() -> Vec<Vec<u8>> {
    let answer = AssertionAnswer::from_json(&CHROMIUM.authentication).expect("an answer");
    let kept = answer.with_key(CHROMIUM.kept.public_key.clone());
    let kept = serde_json::to_vec(&kept).expect("written");
    vec![CHROMIUM.registration.clone(), CHROMIUM.authentication.clone(), kept]
}

/// A browser's answers, and a signature as it is kept.
pub(crate) fn answer(bytes: &[u8]) {
    if let Ok(answer) = RegistrationAnswer::from_json(bytes) {
        let _ = register(&answer, &CHROMIUM.challenge, &CHROMIUM.site);
    }
    if let Ok(answer) = AssertionAnswer::from_json(bytes) {
        let assertion = answer.with_key(CHROMIUM.kept.public_key.clone());
        assert!(assertion.verify(b"another statement", &CHROMIUM.site).is_err());
    }
    let Ok(kept) = serde_json::from_slice::<Assertion>(bytes) else { return };
    let again = serde_json::to_vec(&kept).expect("written");
    assert_eq!(serde_json::from_slice::<Assertion>(&again).expect("read again"), kept);
    assert!(kept.verify(b"another statement", &CHROMIUM.site).is_err());
}
