//! A checkpoint and a proof in a bundle: genuine, forged, of another log, under another key, and without a key.

use super::logged::did_of_log;
use super::*;
use crate::bundle::{self, Parts};
use crate::key_set::KnownKey;
use crate::keys::SigningKey;
use crate::log::{Checkpoint, Edge, LogEntry, NoteSigner, Proof, Tile, inclusion, leaf_hash};
use crate::sample::{self, DID, Issued, NOW};

const ORIGIN: &str = "register.halden-cert.example/b/halden/log";
const LOG: u8 = 9;

/// A log of twelve entries, its checkpoint, and the proof of the fifth.
fn logged(origin: &str, key: &SigningKey) -> (String, Proof) {
    let entry = |n: u64| LogEntry {
        engagement: "0192f000-0000-7000-8000-0000000000aa".into(),
        seq: n + 1,
        digest: [n as u8; 32],
    };
    let leaves: Vec<Vec<u8>> = (0..12).map(|n| entry(n).bytes().unwrap()).collect();
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let edge = Edge::default().append(&hashes).unwrap().edge;
    let signer = NoteSigner::new(origin, key).unwrap();
    let checkpoint = Checkpoint { origin: origin.into(), size: 12, root: edge.root() };
    let note = checkpoint.sign(&signer).unwrap();
    let path = inclusion(4, 12, &mut |_: Tile| Some(hashes.concat())).unwrap();
    let proof = Proof { extra: Some(leaves[4].clone()), index: 4, path, checkpoint: note.clone() };
    (note, proof)
}

fn keys_with(issued: &Issued, log: Option<&SigningKey>) -> KeySet {
    let mut keys = issued.keys.clone();
    keys.keys.extend(log.map(|key| KnownKey::of(&did_of_log(DID), key.public())));
    keys
}

fn judged(note: Option<&str>, proof: Option<&str>, keys: Option<&SigningKey>) -> (Report, Check) {
    let issued = Issued::new();
    let keys = keys_with(&issued, keys).bytes();
    let parts = Parts {
        attestation: &issued.attestation,
        signature: &issued.signature,
        key: &issued.key,
        keys: &keys,
        credential: issued.credential.as_bytes(),
        pdf: &issued.pdf,
        suspension: Some(issued.suspension.as_bytes()),
        revocation: Some(issued.revocation.as_bytes()),
        checkpoint: note.map(str::as_bytes),
        log_proof: proof.map(str::as_bytes),
    };
    let report = verify(&bundle::write(&parts).unwrap(), None, NOW);
    let check = report.checks.iter().find(|check| check.name == "log").cloned();
    (report, check.expect("the log is judged"))
}

#[test]
fn a_proof_under_the_bodys_log_is_said_in_words() {
    let key = sample::key(LOG);
    let (note, proof) = logged(ORIGIN, &key);
    let (report, check) = judged(Some(&note), Some(&proof.text()), Some(&key));
    assert_eq!((report.genuine, check.outcome), (Genuine::Yes, Outcome::Passed), "{check:?}");
    assert!(check.sentence.contains("Entry 5") && check.sentence.contains("12 entries"));
    let (_, alone) = judged(Some(&note), None, Some(&key));
    assert_eq!(alone.outcome, Outcome::Passed);
}

#[test]
fn without_the_logs_key_it_proves_nothing_and_refutes_nothing() {
    let (note, proof) = logged(ORIGIN, &sample::key(LOG));
    let (report, check) = judged(Some(&note), Some(&proof.text()), None);
    assert_eq!((report.genuine, check.outcome), (Genuine::Yes, Outcome::Noted), "{check:?}");
}

#[test]
fn a_forged_proof_or_checkpoint_makes_the_bundle_not_genuine() {
    let (key, other) = (sample::key(LOG), sample::key(8));
    let (note, proof) = logged(ORIGIN, &key);
    let moved = Proof { index: 5, ..proof.clone() }.text();
    let changed = String::from_utf8_lossy(&proof.extra.clone().unwrap()).replace("04", "05");
    let changed = Proof { extra: Some(changed.into_bytes()), ..proof.clone() }.text();
    let bare = Proof { extra: None, ..proof.clone() }.text();
    let (others_note, others_proof) = logged(ORIGIN, &other);
    let (elsewhere, of_elsewhere) = logged("elsewhere.example/b/halden/log", &key);
    let grown = note.replace("\n12\n", "\n13\n");
    let forged: [(&str, &str); 7] = [
        (&note, &moved),
        (&note, &changed),
        (&note, &bare),
        (&others_note, &others_proof.text()),
        (&elsewhere, &of_elsewhere.text()),
        (&grown, &proof.text()),
        (&note, &Proof { checkpoint: grown.clone(), ..proof.clone() }.text()),
    ];
    for (at, (note, proof)) in forged.into_iter().enumerate() {
        let (report, check) = judged(Some(note), Some(proof), Some(&key));
        assert_eq!(
            (report.genuine, check.outcome),
            (Genuine::No, Outcome::Failed),
            "{at}: {check:?}"
        );
    }
}

#[test]
fn a_key_of_the_log_signs_no_attestation() {
    let mut issued = Issued::by(LOG, DID);
    issued.keys = KeySet { keys: vec![KnownKey::of(&did_of_log(DID), sample::key(LOG).public())] };
    let report = verify(&issued.bundle(), None, NOW);
    assert_eq!(report.genuine, Genuine::No, "{report:#?}");
}
