//! An authenticator in software, for tests: it makes credentials and signs, and lies wherever a test wants it to.

use super::{Assertion, RegistrationAnswer, Site};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use sha2::{Digest, Sha256};

pub enum Pair {
    P256(Box<EcdsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
    Rsa(Box<RsaKeyPair>),
}

impl Pair {
    /// The Ed25519 pair of this seed.
    pub fn seeded(seed: &[u8; 32]) -> Self {
        Pair::Ed25519(Box::new(Ed25519KeyPair::from_seed_unchecked(seed).unwrap()))
    }
}

/// Present, verified, and for what else the flags say.
pub const UP: u8 = 1;
pub const UV: u8 = 4;
pub const AT: u8 = 64;

pub struct TestAuthenticator {
    pub pair: Pair,
    pub id: Vec<u8>,
    pub site: Site,
    pub flags: u8,
    pub count: u32,
    /// More members of the client data, as JSON text with a comma before.
    pub client_data_more: &'static str,
}

impl TestAuthenticator {
    pub fn new(pair: Pair, id: u8) -> Self {
        let (id, site) = (vec![id; 20], site());
        TestAuthenticator { pair, id, site, flags: UP | UV, count: 7, client_data_more: "" }
    }

    pub fn p256(id: u8) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        Self::new(Pair::P256(Box::new(pair)), id)
    }

    pub fn rsa(id: u8) -> Self {
        Self::new(Pair::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())), id)
    }

    /// The same key for the same seed: for vectors.
    pub fn ed25519(seed: u8) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        Self::new(Pair::Ed25519(Box::new(pair)), seed)
    }

    pub fn public_key(&self) -> Vec<u8> {
        let bytes = |label: i64, bytes: &[u8]| (Value::from(label), Value::Bytes(bytes.to_vec()));
        let number = |label: i64, number: i64| (Value::from(label), Value::from(number));
        let map = match &self.pair {
            Pair::P256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (bytes(-2, &point[1..33]), bytes(-3, &point[33..]));
                vec![number(1, 2), number(3, -7), number(-1, 1), x, y]
            }
            Pair::Ed25519(pair) => {
                let x = bytes(-2, pair.public_key().as_ref());
                vec![number(1, 1), number(3, -8), number(-1, 6), x]
            }
            Pair::Rsa(pair) => {
                let (n, e) = components(pair);
                vec![number(1, 3), number(3, -257), bytes(-1, &n), bytes(-2, &e)]
            }
        };
        written(&Value::Map(map))
    }

    pub fn register(&self, challenge: &[u8]) -> RegistrationAnswer {
        let mut data = self.authenticator_data(self.flags | AT);
        data.extend([9; 16]);
        data.extend((self.id.len() as u16).to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let text = |text: &str| Value::Text(text.to_owned());
        let attestation_object = written(&Value::Map(vec![
            (text("fmt"), text("none")),
            (text("attStmt"), Value::Map(vec![])),
            (text("authData"), Value::Bytes(data)),
        ]));
        RegistrationAnswer {
            credential_id: self.id.clone(),
            attestation_object,
            client_data_json: self.client_data("webauthn.create", challenge),
        }
    }

    pub fn sign(&self, challenge: &[u8]) -> Assertion {
        let authenticator_data = self.authenticator_data(self.flags);
        let client_data_json = self.client_data("webauthn.get", challenge);
        let client = Sha256::digest(&client_data_json);
        let signature = self.sign_bytes(&[authenticator_data.as_slice(), &client].concat());
        Assertion {
            credential_id: self.id.clone(),
            public_key: self.public_key(),
            authenticator_data,
            client_data_json,
            signature,
        }
    }

    pub fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.site.rp_id).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    pub fn client_data(&self, ceremony: &str, challenge: &[u8]) -> Vec<u8> {
        format!(
            r#"{{"type":"{ceremony}","challenge":"{}","origin":"{}"{}}}"#,
            URL_SAFE_NO_PAD.encode(challenge),
            self.site.origin,
            self.client_data_more
        )
        .into_bytes()
    }

    fn sign_bytes(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::P256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}

pub fn site() -> Site {
    Site { rp_id: "assay.example".into(), origin: "https://assay.example".into() }
}

pub fn written(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

/// Modulus and exponent, big-endian.
fn components(pair: &RsaKeyPair) -> (Vec<u8>, Vec<u8>) {
    let key = pair.public_key();
    let _: aws_lc_rs::encoding::PublicKeyX509Der<'_> = key.as_der().unwrap();
    let n = key.modulus().big_endian_without_leading_zero().to_vec();
    let e = key.exponent().big_endian_without_leading_zero().to_vec();
    (n, e)
}

/// An answer as a browser sends it (`PublicKeyCredential.toJSON()`).
pub fn registration_json(answer: &RegistrationAnswer) -> String {
    let base64 = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let id = base64(&answer.credential_id);
    format!(
        r#"{{"id":"{id}","rawId":"{id}","type":"public-key","response":{{"attestationObject":"{}","clientDataJSON":"{}"}}}}"#,
        base64(&answer.attestation_object),
        base64(&answer.client_data_json)
    )
}

/// A signature as a browser sends it; the key is not among it.
pub fn assertion_json(signed: &Assertion) -> String {
    let base64 = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let id = base64(&signed.credential_id);
    format!(
        r#"{{"id":"{id}","rawId":"{id}","type":"public-key","response":{{"authenticatorData":"{}","clientDataJSON":"{}","signature":"{}"}}}}"#,
        base64(&signed.authenticator_data),
        base64(&signed.client_data_json),
        base64(&signed.signature)
    )
}
