//! The vectors of docs/formats: files of a case, whole and forged, with the entries that a verifier must name.

use super::*;

fn altered(name: &str) -> Vec<u8> {
    packed_again(&whole(), |entries| {
        let at = at(entries, name);
        entries[at].1[0] ^= 1;
    })
}

/// A record in which the body changed a word, and signed the file again.
fn record_changed() -> Vec<u8> {
    signed_again(&whole(), &body_key(), |entries| {
        let mut changed = record();
        changed.entries[1].sentence = "Did nothing.".into();
        let at = at(entries, RECORD);
        entries[at].1 = serde_json_canonicalizer::to_vec(&changed).unwrap();
    })
}

fn by_a_stranger() -> Vec<u8> {
    let stranger = SigningKey::from_seed(&[66; 32]).unwrap();
    signed_again(&whole(), &stranger, |entries| {
        let at = at(entries, KEY);
        entries[at].1 = stranger.public().pem().into_bytes();
    })
}

fn all() -> Vec<(&'static str, Vec<u8>)> {
    let evidence = format!("evidence/{}", hex::encode(sha2::Sha256::digest(EVIDENCE)));
    let remove = |entries: &mut Entries| {
        entries.remove(at(entries, &evidence));
    };
    let add = |entries: &mut Entries| entries.insert(3, ("documents/x.txt".into(), vec![1]));
    let (cut, mut longer) = (whole(), whole());
    longer.push(0);
    vec![
        ("case-file.zip", whole()),
        ("forged-case-altered.zip", altered(&evidence)),
        ("forged-case-removed.zip", packed_again(&whole(), remove)),
        ("forged-case-added.zip", packed_again(&whole(), add)),
        ("forged-case-moved.zip", packed_again(&whole(), |entries| entries.swap(6, 7))),
        ("forged-case-cut.zip", cut[..cut.len() - 1].to_vec()),
        ("forged-case-longer.zip", longer),
        ("forged-case-record.zip", record_changed()),
        ("forged-case-stranger.zip", by_a_stranger()),
    ]
}

#[test]
fn every_vector_is_judged_as_its_list_says() {
    let mut expected = Vec::new();
    for (name, file) in all() {
        let (bad, whole) = (named(&file), !name.starts_with("forged"));
        assert_eq!(bad.is_empty(), whole, "{name}: {bad:?}");
        keep(name, &file);
        expected.push(serde_json::json!({ "file": name, "holds": whole, "named": bad }));
    }
    let list = serde_json::json!({
        "keys": [body_key().public().x()],
        "sites": sites(),
        "logs": [Verifier::new(ORIGIN, log_key().public()).unwrap().text()],
        "files": expected,
    });
    keep("expected-case-files.json", &pretty(&list));
}
