//! Keys and what they signed: key sets, lines of signed JSON, credentials, status lists. What is signed for the trial
//! is signed by a key of its own, so that a signature hides no parser.

use crate::issued::{self, DID, NOW};
use crate::vectors::{KEYS, owned, vector};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use proofs::credential::{self, lint, view};
use proofs::jws::{self, CREDENTIAL, JwsError};
use proofs::key_set::KeySet;
use proofs::keys::PublicKey;
use proofs::status_list::{self, LEAST_BITS, MOST_BITS, Purpose, Which};
use serde_json::{Value, json};
use std::io::Write;

pub(crate) fn key_set_seeds() -> Vec<Vec<u8>> {
    let timed = json!({ "keys": [{
        "kty": "OKP", "crv": "Ed25519", "x": KEYS.keys[0].key.x(), "kid": KEYS.keys[0].kid,
        "assay:from": "2026-01-01T00:00:00Z", "assay:until": "2027-01-01T00:00:00+01:00",
        "assay:compromised": "2027-02-01T00:00:00.5Z",
    }, { "kty": "RSA" }] });
    vec![vector!("keys.json").to_vec(), timed.to_string().into_bytes()]
}

/// A set is published as it was read, and every key bears its own name.
pub(crate) fn key_set(bytes: &[u8]) {
    let Ok(set) = KeySet::parse(bytes) else { return };
    for known in &set.keys {
        assert!(known.kid.ends_with(&known.key.thumbprint()), "{}", known.kid);
        assert_eq!(set.by_kid(&known.kid), Some(known), "one key of a name");
        let _ = set.did_document(known.did());
    }
    let again = KeySet::parse(&set.bytes()).expect("what is published is read");
    let keys = |set: &KeySet| set.keys.iter().map(|k| (k.kid.clone(), k.key)).collect::<Vec<_>>();
    assert_eq!(keys(&again), keys(&set));
    assert_eq!(again.bytes(), set.bytes());
}

pub(crate) fn pem_seeds() -> Vec<Vec<u8>> {
    let x = KEYS.keys[0].key.x().into_bytes();
    vec![vector!("key.pem").to_vec(), x]
}

pub(crate) fn pem(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(key) = PublicKey::from_pem(text) {
        assert_eq!(PublicKey::from_pem(&key.pem()), Some(key));
    }
    if let Some(key) = PublicKey::from_x(text) {
        assert_eq!(key.x(), text, "one text for a key");
    }
}

pub(crate) fn jws_seeds() -> Vec<Vec<u8>> {
    let genuine = vector!("credential.jwt");
    let signed = genuine.iter().rposition(|byte| *byte == b'.').expect("three parts") + 1;
    owned(&[
        genuine,
        &genuine[..signed],
        vector!("status-suspension.jwt"),
        vector!("forged-none.jwt"),
        vector!("forged-hs256.jwt"),
        vector!("forged-jwk.jwt"),
        vector!("forged-json.jwt"),
        vector!("forged-key.jwt"),
        vector!("forged-expiry.jwt"),
    ])
}

/// Nothing is genuine but what the key signed, byte for byte.
pub(crate) fn jws(bytes: &[u8]) {
    if let Ok(kid) = jws::named_key(bytes, CREDENTIAL) {
        assert!(kid.len() <= 512 && kid.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    let genuine = [
        vector!("credential.jwt"),
        vector!("status-suspension.jwt"),
        vector!("status-revocation.jwt"),
    ];
    let taken = jws::verify(bytes, CREDENTIAL, &KEYS).is_ok();
    assert_eq!(taken, genuine.contains(&bytes));
}

pub(crate) fn header_seeds() -> Vec<Vec<u8>> {
    let kid = issued::known().kid;
    let header = |alg: &str| json!({ "alg": alg, "typ": "vc+jwt", "cty": "vc", "kid": kid });
    let more = json!({ "alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": kid, "crit": ["b64"] });
    [header("EdDSA"), header("Ed25519"), header("none"), more]
        .map(|header| header.to_string().into_bytes())
        .to_vec()
}

/// The header alone is what nobody thought of; all of it is signed. Only one of four members is followed.
pub(crate) fn header(bytes: &[u8]) {
    let jws = line(bytes, b"{}");
    let Ok(signed) = jws::verify(jws.as_bytes(), CREDENTIAL, &issued::keys()) else { return };
    let header: Value = serde_json::from_slice(bytes).expect("a header that is followed is JSON");
    let alg = header["alg"].as_str().expect("an algorithm");
    assert!(["EdDSA", "Ed25519"].contains(&alg));
    let only = json!({ "alg": alg, "typ": "vc+jwt", "cty": "vc", "kid": signed.by.kid });
    assert_eq!(header, only);
}

pub(crate) fn credential_seeds() -> Vec<Vec<u8>> {
    vec![vector!("credential.json").to_vec(), issued::made().to_string().into_bytes()]
}

/// What a credential says can be shown, and a credential that is fit to be issued is read back as it was.
pub(crate) fn credential(bytes: &[u8]) {
    let jws = line(&own_header(), bytes);
    let signed = match jws::verify(jws.as_bytes(), CREDENTIAL, &issued::keys()) {
        Ok(signed) => signed,
        Err(JwsError::Json("payload", _) | JwsError::Time(_) | JwsError::TwoTimes(..)) => return,
        Err(JwsError::Large(_)) => return,
        Err(other) => panic!("the signature is genuine: {other}"),
    };
    let found = lint(&signed.payload);
    let Ok(said) = view(&signed.payload) else { return assert!(!found.is_empty()) };
    let facts = serde_json::to_value(&said.facts).expect("facts");
    assert!(facts.as_object().is_some_and(|facts| facts.values().all(is_plain)), "{facts}");
    let again = credential::sign(&signed.payload, &issued::key(), &issued::known().kid);
    let again = jws::verify(again.as_bytes(), CREDENTIAL, &issued::keys()).expect("signed again");
    assert_eq!(view(&again.payload).as_ref(), Ok(&said));
}

fn is_plain(value: &Value) -> bool {
    let turns =
        |c| ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    match value {
        Value::String(text) => text.chars().all(|c| c == '\n' || !(c.is_control() || turns(c))),
        Value::Array(list) => list.iter().all(is_plain),
        Value::Object(members) => members.values().all(is_plain),
        _ => true,
    }
}

pub(crate) fn list_seeds() -> Vec<Vec<u8>> {
    let payload = vector!("status-suspension.jwt").split(|byte| *byte == b'.').nth(1);
    vec![URL_SAFE_NO_PAD.decode(payload.expect("three parts")).expect("base64url")]
}

/// A list that is taken has an answer for each of its places and none behind.
pub(crate) fn list(bytes: &[u8]) {
    let jws = line(&own_header(), bytes);
    let id = "https://register.halden-cert.example/b/halden/status/suspension";
    let which = Which { issuer: DID, id, purpose: Purpose::Suspension };
    let Ok(list) = status_list::read(jws.as_bytes(), &issued::keys(), &which) else { return };
    let last = (0..).step_by(8).find(|place| list.says(*place).is_err()).expect("an end");
    assert!((LEAST_BITS..=MOST_BITS).contains(&(last as usize)));
    let _ = list.answers_at(NOW);
}

pub(crate) fn bits_seeds() -> Vec<Vec<u8>> {
    let gzip = |bytes: &[u8]| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(bytes).and_then(|()| packed.finish()).expect("packed")
    };
    let mut some = vec![0; LEAST_BITS / 8];
    some[1000] = 0x81;
    vec![gzip(&some), gzip(&vec![0; MOST_BITS / 8 + 1]), gzip(b"short")]
}

/// The packed bits alone: unpacked no further than they may be, and packed again to the same.
pub(crate) fn bits(bytes: &[u8]) {
    let Ok(bits) = status_list::decode(&format!("u{}", URL_SAFE_NO_PAD.encode(bytes))) else {
        return;
    };
    assert!((LEAST_BITS..=MOST_BITS).contains(&(bits.len() * 8)));
    if bits.len() * 8 == LEAST_BITS {
        let is_set = |place: &u32| bits[*place as usize / 8] & (0x80 >> (place % 8)) != 0;
        let set: Vec<u32> = (0..LEAST_BITS as u32).filter(is_set).collect();
        let again = status_list::encode(&set, LEAST_BITS).expect("packed again");
        assert_eq!(status_list::decode(&again), Ok(bits));
    }
}

fn own_header() -> Vec<u8> {
    let kid = issued::known().kid;
    json!({ "alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": kid }).to_string().into_bytes()
}

/// A signed line of this header and this payload.
fn line(header: &[u8], payload: &[u8]) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(issued::key().sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}
