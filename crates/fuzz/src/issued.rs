//! One small attestation with everything around it, by a key of its own: genuine, and short enough to be changed at
//! every byte.

use crate::pdf::drawing;
use proofs::attestation::{Attestation, Issuer, Site};
use proofs::bundle::Parts;
use proofs::credential::{self, Bound, Terms};
use proofs::key_set::{KeySet, KnownKey};
use proofs::keys::SigningKey;
use proofs::log::{Checkpoint, Edge, LogEntry, NoteSigner, Proof, leaf_hash};
use proofs::pdf;
use proofs::status_list::{self, LEAST_BITS, Purpose, Validity, Which};
use proofs::verify::did_of_log;
use serde_json::Value;
use std::sync::LazyLock;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

pub(crate) const DID: &str = "did:web:register.halden-cert.example:b:halden";
const LISTS: [&str; 2] = [
    "https://register.halden-cert.example/b/halden/status/suspension",
    "https://register.halden-cert.example/b/halden/status/revocation",
];
const LOG: &str = "register.halden-cert.example/b/halden/log";
/// Within the validity of the lists.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

/// Signs whatever is tried; no vector is signed by it.
pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed(&[0x51; 32]).expect("a key")
}

fn log_key() -> SigningKey {
    SigningKey::from_seed(&[0x52; 32]).expect("a key")
}

pub(crate) fn known() -> KnownKey {
    KnownKey::of(DID, key().public())
}

/// The issuer's keys, its log's among them.
pub(crate) fn keys() -> KeySet {
    KeySet { keys: vec![known(), KnownKey::of(&did_of_log(DID), log_key().public())] }
}

fn attestation() -> Attestation {
    let word = || "Halden".to_owned();
    let site = Site { name: word(), address: word(), scope: String::new() };
    Attestation {
        body: Issuer {
            name: word(),
            legal_name: word(),
            address: word(),
            country: word(),
            website: word(),
            mark: "HC".into(),
            colour: "#1f4e5f".into(),
        },
        client: "Lindqvist AB".into(),
        sites: vec![site],
        scope: "Software.".into(),
        standard: "ISO/IEC 42001:2023".into(),
        system: String::new(),
        number: "HAL-AI-2026-0042".into(),
        revision: 1,
        decided_on: date!(2026 - 11 - 20),
        issued_on: date!(2026 - 11 - 20),
        effective_on: date!(2026 - 11 - 20),
        expires_on: date!(2029 - 11 - 19),
        soa_version: "3".into(),
        accreditation: None,
        signatory: word(),
        signatory_function: word(),
        verify_url: "https://register.halden-cert.example/verify/HAL-AI-2026-0042".into(),
        record_digest: "9f".repeat(32),
        demonstration: false,
    }
}

fn made_for(base: &[u8]) -> Value {
    credential::make(&Terms {
        attestation: &attestation(),
        issuer: DID,
        id: "https://register.halden-cert.example/verify/HAL-AI-2026-0042/1",
        pdf: Bound::to(base),
        suspension: (LISTS[0], 94_567),
        revocation: (LISTS[1], 1_234),
        valid_from: datetime!(2026-11-20 0:00 UTC),
        valid_until: datetime!(2029-11-19 23:59:59 UTC),
    })
}

/// The credential, unsigned.
pub(crate) fn made() -> Value {
    made_for(&ISSUED.base)
}

/// All that is handed out of it.
pub(crate) struct Issued {
    pub(crate) attestation: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) pem: Vec<u8>,
    pub(crate) keys: Vec<u8>,
    pub(crate) credential: Vec<u8>,
    pub(crate) base: Vec<u8>,
    pub(crate) pdf: Vec<u8>,
    pub(crate) lists: [Vec<u8>; 2],
    pub(crate) checkpoint: Vec<u8>,
    pub(crate) log_proof: Vec<u8>,
}

pub(crate) static ISSUED: LazyLock<Issued> = LazyLock::new(|| {
    let (key, said) = (key(), attestation());
    let (json, signature, pem) = (said.bytes(), said.signature(&key), key.public().pem());
    let attached: [(&str, &[u8]); 3] =
        [("attestation.json", &json), ("attestation.sig", &signature), ("key.pem", pem.as_bytes())];
    let base = drawing(&attached);
    let credential = credential::sign(&made_for(&base), &key, &known().kid).into_bytes();
    let pdf = pdf::sealed(&base, &credential).expect("sealed");
    let lists = [Purpose::Suspension, Purpose::Revocation].map(list);
    let (checkpoint, log_proof) = logged();
    let (keys, pem) = (keys().bytes(), pem.into_bytes());
    #[rustfmt::skip]
    let issued = Issued { attestation: json, signature, pem, keys, credential, base, pdf, lists, checkpoint, log_proof };
    issued
});

impl Issued {
    pub(crate) fn parts(&self) -> Parts<'_> {
        Parts {
            attestation: &self.attestation,
            signature: &self.signature,
            key: &self.pem,
            keys: &self.keys,
            credential: &self.credential,
            pdf: &self.pdf,
            suspension: Some(&self.lists[0]),
            revocation: Some(&self.lists[1]),
            checkpoint: Some(&self.checkpoint),
            log_proof: Some(&self.log_proof),
        }
    }
}

fn list(purpose: Purpose) -> Vec<u8> {
    let id = if purpose == Purpose::Suspension { LISTS[0] } else { LISTS[1] };
    let validity = Validity {
        from: datetime!(2026-11-23 0:00 UTC),
        until: datetime!(2026-11-30 0:00 UTC),
        ttl: Duration::hours(1),
    };
    let which = Which { issuer: DID, id, purpose };
    let signed = status_list::sign(&which, &validity, (&[], LEAST_BITS), (&key(), &known().kid));
    signed.expect("a list").into_bytes()
}

/// A log of two entries, its checkpoint, and the proof of the second.
fn logged() -> (Vec<u8>, Vec<u8>) {
    let leaves = [1, 2].map(|seq| {
        let entry = LogEntry { engagement: "a-1".into(), seq, digest: [seq as u8; 32] };
        entry.bytes().expect("an entry")
    });
    let hashes = leaves.each_ref().map(|leaf| leaf_hash(leaf));
    let edge = Edge::default().append(&hashes).expect("a tree").edge;
    let checkpoint = Checkpoint { origin: LOG.into(), size: 2, root: edge.root() };
    let key = log_key();
    let signer = NoteSigner::new(LOG, &key).expect("a log's name");
    let note = checkpoint.sign(&signer).expect("a note");
    let [first, second] = leaves;
    let path = vec![leaf_hash(&first)];
    let proof = Proof { extra: Some(second), index: 1, path, checkpoint: note.clone() };
    (note.into_bytes(), proof.text().into_bytes())
}
