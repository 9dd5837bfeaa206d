//! One attestation with everything around it, for the tests of this crate and for the vectors in `docs/formats`.

pub(crate) mod logged;

use crate::attestation::{Attestation, Issuer, Site};
use crate::bundle::{self, Parts};
use crate::credential::{self, Bound, Terms};
use crate::key_set::{KeySet, KnownKey};
use crate::keys::SigningKey;
use crate::pdf;
use crate::status_list::{self, LEAST_BITS, Purpose, Validity, Which};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

pub(crate) const DID: &str = "did:web:register.halden-cert.example:b:halden";
pub(crate) const SUSPENSION: &str =
    "https://register.halden-cert.example/b/halden/status/suspension";
pub(crate) const REVOCATION: &str =
    "https://register.halden-cert.example/b/halden/status/revocation";

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

pub(crate) fn attestation() -> Attestation {
    Attestation {
        body: Issuer {
            name: "Halden Certification".into(),
            legal_name: "Halden Certification AS".into(),
            address: "Storgata 1\n1771 Halden".into(),
            country: "Norway".into(),
            website: "https://halden-cert.example".into(),
            mark: "HC".into(),
            colour: "#1f4e5f".into(),
        },
        client: "Lindqvist Diagnostics AB".into(),
        sites: vec![Site {
            name: "Head office".into(),
            address: "Norra Hamngatan 14, 411 14 Göteborg, Sweden".into(),
            scope: String::new(),
        }],
        scope: "Development and support of machine-learning software that finds lung nodules in CT images.".into(),
        standard: "ISO/IEC 42001:2023".into(),
        system: "an artificial intelligence management system".into(),
        number: "HAL-AI-2026-0042".into(),
        revision: 1,
        decided_on: date!(2026 - 11 - 20),
        issued_on: date!(2026 - 11 - 23),
        effective_on: date!(2026 - 11 - 20),
        expires_on: date!(2029 - 11 - 19),
        soa_version: "3.2".into(),
        accreditation: None,
        signatory: "Dr. Ingrid Sørensen".into(),
        signatory_function: "Chair of the certification panel".into(),
        verify_url: "https://register.halden-cert.example/verify/HAL-AI-2026-0042".into(),
        record_digest: "9f2c4e1ab7d05836c1f4e2a90b7d3c58e6124fa0937bd5c8e1f60a2b4d7c9e35".into(),
        demonstration: false,
    }
}

pub(crate) fn terms(a: &Attestation, pdf: Bound) -> Terms<'_> {
    Terms {
        attestation: a,
        issuer: DID,
        id: "https://register.halden-cert.example/verify/HAL-AI-2026-0042/1",
        pdf,
        suspension: (SUSPENSION, 94_567),
        revocation: (REVOCATION, 1_234),
        valid_from: datetime!(2026-11-20 0:00 UTC),
        valid_until: datetime!(2029-11-19 23:59:59 UTC),
    }
}

/// The drawing as typst makes it, with attestation.json, attestation.sig and key.pem attached.
pub(crate) const BASE: &[u8] = include_bytes!("../../tests/data/base.pdf");
/// Within the validity of the lists.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const KEYS: u8 = 1;

/// Everything that is handed out for one attestation.
pub(crate) struct Issued {
    pub attestation: Vec<u8>,
    pub signature: Vec<u8>,
    pub key: Vec<u8>,
    pub keys: KeySet,
    pub credential: String,
    pub suspension: String,
    pub revocation: String,
    pub pdf: Vec<u8>,
}

impl Issued {
    /// By the key of seed 1.
    pub fn new() -> Self {
        Issued::by(KEYS, DID)
    }

    /// By another key or in another name; the lists set none of the sample's bits.
    pub fn by(seed: u8, did: &str) -> Self {
        let (a, key) = (attestation(), key(seed));
        let known = KnownKey::of(did, key.public());
        let made = credential::make(&Terms { issuer: did, ..terms(&a, Bound::to(BASE)) });
        let credential = credential::sign(&made, &key, &known.kid);
        Issued {
            attestation: a.bytes(),
            signature: a.signature(&key),
            key: key.public().pem().into_bytes(),
            pdf: pdf::sealed(BASE, credential.as_bytes()).unwrap(),
            credential,
            suspension: list(Purpose::Suspension, &[], (seed, did)),
            revocation: list(Purpose::Revocation, &[], (seed, did)),
            keys: KeySet { keys: vec![known] },
        }
    }

    pub fn bundle(&self) -> Vec<u8> {
        self.with(&self.pdf, &self.keys.bytes())
    }

    pub fn with(&self, pdf: &[u8], keys: &[u8]) -> Vec<u8> {
        bundle::write(&self.parts(pdf, keys)).unwrap()
    }

    fn parts<'a>(&'a self, pdf: &'a [u8], keys: &'a [u8]) -> Parts<'a> {
        Parts {
            attestation: &self.attestation,
            signature: &self.signature,
            key: &self.key,
            keys,
            credential: self.credential.as_bytes(),
            pdf,
            suspension: Some(self.suspension.as_bytes()),
            revocation: Some(self.revocation.as_bytes()),
            checkpoint: None,
            log_proof: None,
        }
    }
}

/// A week's list from 23 November on.
pub(crate) fn list(purpose: Purpose, set: &[u32], (seed, did): (u8, &str)) -> String {
    let id = match purpose {
        Purpose::Suspension => SUSPENSION,
        Purpose::Revocation => REVOCATION,
    };
    let validity = Validity {
        from: datetime!(2026-11-23 0:00 UTC),
        until: datetime!(2026-11-30 0:00 UTC),
        ttl: Duration::hours(1),
    };
    let (key, which) = (key(seed), Which { issuer: did, id, purpose });
    let kid = KnownKey::of(did, key.public()).kid;
    status_list::sign(&which, &validity, (set, LEAST_BITS), (&key, &kid)).unwrap()
}
