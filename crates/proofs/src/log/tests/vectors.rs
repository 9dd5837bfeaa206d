//! The vectors of docs/formats: a log, proofs of an entry of it, genuine and forged, and checkpoints that continue
//! each other or do not.

use super::*;
use serde_json::{Value, json};

fn base64(hash: &Hash) -> String {
    STANDARD.encode(hash)
}

fn proofs() -> Vec<(&'static str, Proof)> {
    let kept = Kept::of(300, 300);
    let extra = Some(entry(42).bytes().unwrap());
    let genuine = Proof { extra, ..kept.proof(42) };
    let mut path = genuine.path.clone();
    path[3][0] ^= 1;
    let other = genuine.checkpoint.replace(ORIGIN, "assay.example/log/other");
    let smaller = genuine.checkpoint.replace("\n300\n", "\n299\n");
    vec![
        ("log-proof.tlog-proof", genuine.clone()),
        ("forged-log-index.tlog-proof", Proof { index: 43, ..genuine.clone() }),
        ("forged-log-path.tlog-proof", Proof { path, ..genuine.clone() }),
        ("forged-log-key.tlog-proof", Proof { checkpoint: kept.checkpoint(2), ..genuine.clone() }),
        ("forged-log-origin.tlog-proof", Proof { checkpoint: other, ..genuine.clone() }),
        ("forged-log-size.tlog-proof", Proof { checkpoint: smaller, ..genuine }),
    ]
}

fn judged_proofs() -> Vec<Value> {
    let leaf = entry(42).bytes().unwrap();
    let judge = |(name, proof): (&'static str, Proof)| {
        let said = proof.verify(&leaf, &verifier(1));
        assert_eq!(said.is_ok(), !name.starts_with("forged"), "{name}");
        keep(name, proof.text().as_bytes());
        let why = said.as_ref().err().map(ToString::to_string);
        json!({ "file": name, "genuine": said.is_ok(), "why": why })
    };
    proofs().into_iter().map(judge).collect()
}

/// Each checkpoint is signed by the log; what is forged is that one continues the other.
fn judged_checkpoints() -> Vec<Value> {
    let kept = Kept::of(300, 300);
    let mut forked = Kept::of(99, 99);
    forked.append(&[leaf(7_777)]);
    let notes = [
        ("log-checkpoint.txt", kept.checkpoint(1)),
        ("log-checkpoint-100.txt", Kept::of(100, 100).checkpoint(1)),
        ("log-checkpoint-100-forked.txt", forked.checkpoint(1)),
    ];
    notes.iter().for_each(|(name, note)| keep(name, note.as_bytes()));
    let [newer, older, beside] =
        notes.each_ref().map(|(_, note)| Checkpoint::open(note, &verifier(1)).unwrap());
    let proof = consistency(100, 300, &mut kept.read()).unwrap();
    let pairs = [(&older, 1, &newer, 0), (&beside, 2, &newer, 0), (&older, 1, &beside, 2)];
    let judge = |(from, old, to, new): (&Checkpoint, usize, &Checkpoint, usize)| {
        let proof = if to.size == from.size { &[] } else { proof.as_slice() };
        let continues = to.continues(from, proof).is_ok();
        assert_eq!(continues, (old, new) == (1, 0));
        let hashes: Vec<String> = proof.iter().map(base64).collect();
        json!({ "older": notes[old].0, "newer": notes[new].0, "proof": hashes, "continues": continues })
    };
    pairs.map(judge).to_vec()
}

#[test]
fn every_vector_is_judged_as_its_list_says() {
    let list = json!({
        "about": "a log of 300 entries; entry n has seq n+1 and as digest n in eight bytes, then 24 zeros",
        "engagement": entry(0).engagement,
        "verifierKey": verifier(1).text(),
        "entry42": String::from_utf8(entry(42).bytes().unwrap()).unwrap(),
        "leafHash42": base64(&leaf(42)),
        "proofs": judged_proofs(),
        "checkpoints": judged_checkpoints(),
    });
    keep("log.json", &pretty(&list));
}
