//! A checkpoint and a proof in a bundle: genuine, forged, of another log, under another key, and without a key.

use super::logged::did_of_log;
use super::*;
use crate::key_set::KnownKey;
use crate::keys::SigningKey;
use crate::log::Proof;
use crate::sample::logged::{LOG, ORIGIN, keys_with, logged};
use crate::sample::{self, DID, Issued, NOW};

fn judged(note: Option<&str>, proof: Option<&str>, keys: Option<&SigningKey>) -> (Report, Check) {
    let issued = Issued::new();
    let keys = keys_with(&issued, keys).bytes();
    let zip = issued.logged(&keys, note.map(str::as_bytes), proof.map(str::as_bytes));
    let report = verify(&zip, None, NOW);
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
