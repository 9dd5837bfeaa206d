//! Files packed or signed again by somebody who knows the format: a stranger, or the body itself.

use super::*;

#[test]
fn an_entry_that_was_altered_removed_added_or_moved_is_named() {
    let file = whole();
    for name in ["index.html", "record.json", "signatures/001.json", "checkpoint.txt", "key.pem"] {
        let altered = packed_again(&file, |entries| {
            let at = at(entries, name);
            entries[at].1[5] ^= 1;
        });
        assert!(named(&altered).contains(&name.to_owned()), "{name}");
        let removed = packed_again(&file, |entries| {
            entries.remove(at(entries, name));
        });
        assert!(named(&removed).contains(&name.to_owned()), "{name}");
        let cut = packed_again(&file, |entries| {
            let at = at(entries, name);
            entries[at].1.pop();
        });
        assert!(named(&cut).contains(&name.to_owned()), "{name}");
    }
    let added = packed_again(&file, |entries| entries.insert(3, ("x.txt".into(), vec![])));
    assert_eq!(named(&added), ["x.txt"]);
    let twice = packed_again(&file, |entries| entries.insert(1, entries[0].clone()));
    assert_eq!(named(&twice), ["index.html"]);
    let moved = packed_again(&file, |entries| entries.swap(0, 1));
    assert_eq!(named(&moved), ["record.json"]);
    let behind = packed_again(&file, |entries| entries.push(("y.txt".into(), vec![])));
    assert_eq!(named(&behind), ["y.txt"]);
}

#[test]
fn a_manifest_made_to_fit_is_not_signed_and_a_stranger_s_key_is_not_known() {
    let forged = |entries: &mut Entries| entries[0].1 = b"another story".to_vec();
    let stranger = SigningKey::from_seed(&[66; 32]).unwrap();
    assert_eq!(named(&signed_again(&whole(), &stranger, forged)), [SIGNATURE]);
    let with_key = signed_again(&whole(), &stranger, |entries| {
        forged(entries);
        let at = at(entries, KEY);
        entries[at].1 = stranger.public().pem().into_bytes();
    });
    assert_eq!(named(&with_key), [KEY]);
}

#[test]
fn a_manifest_or_signature_that_is_missing_is_named() {
    for name in [MANIFEST, SIGNATURE] {
        let file = packed_again(&whole(), |entries| {
            entries.remove(at(entries, name));
        });
        assert!(named(&file).contains(&name.to_owned()));
        assert!(!checked(&file).holds());
    }
}

#[test]
fn a_record_that_the_body_itself_changed_does_not_hold() {
    let mut changed = record();
    changed.entries[1].sentence = "Did nothing.".into();
    let refused = Writer::new(Vec::new(), about()).record(&changed);
    assert!(matches!(refused, Err(Unwritten::Record(2))));
    let file = signed_again(&whole(), &body_key(), |entries| {
        let at = at(entries, RECORD);
        entries[at].1 = serde_json_canonicalizer::to_vec(&changed).unwrap();
    });
    let report = checked(&file);
    let bad = report.with(Outcome::Bad).next().unwrap();
    assert_eq!(bad.entry, RECORD);
    assert_eq!(bad.says, "The record was altered: its entry 2 does not fit.");
}

#[test]
fn a_record_written_anew_to_fit_is_not_the_one_in_the_log() {
    let mut anew = record();
    anew.entries[1].sentence = "Did something else.".into();
    for at in 1..3 {
        let before = anew.entries[at - 1].digest.clone();
        anew.entries[at].digest = anew.digest_of(&anew.entries[at], &before);
        anew.entries[at].before = before;
    }
    anew.check().unwrap();
    let mut writer = Writer::new(Vec::new(), about());
    writer.record(&anew).unwrap();
    let (checkpoint, proofs) = proofs();
    writer.checkpoint(&checkpoint).unwrap();
    (1..).zip(&proofs).for_each(|(seq, proof)| writer.proof(seq, proof).unwrap());
    let file = writer.finish(&body_key()).unwrap();
    assert_eq!(named(&file), ["proofs/000002.txt", "proofs/000003.txt"]);
}

#[test]
fn a_signature_in_another_case_or_changed_is_named() {
    let mut other = decided(Factor::Password);
    other.case = "another".into();
    let bytes = other.bytes().unwrap();
    let signed = PanelSignature::new(&bytes, Signature::by_body(&body_key(), &bytes)).unwrap();
    let file = written(|writer| writer.signature(&signed).unwrap());
    assert_eq!(named(&file), ["signatures/003.json"]);
    let stranger = SigningKey::from_seed(&[66; 32]).unwrap();
    let bytes = decided(Factor::Password).bytes().unwrap();
    let signed = PanelSignature::new(&bytes, Signature::by_body(&stranger, &bytes)).unwrap();
    let file = written(|writer| writer.signature(&signed).unwrap());
    assert_eq!(named(&file), ["signatures/003.json"]);
}

#[test]
fn what_a_signature_lists_and_the_file_lacks_is_said_to_be_open() {
    let mut more = decided(Factor::Password);
    more.record = Record::of(vec![item("plan", "7", "{}"), item("report", "2", REPORT)]);
    let bytes = more.bytes().unwrap();
    let signed = PanelSignature::new(&bytes, Signature::by_body(&body_key(), &bytes)).unwrap();
    let report = checked(&written(|writer| writer.signature(&signed).unwrap()));
    let open: Vec<_> = report.with(Outcome::Open).collect();
    assert_eq!(open.len(), 2);
    assert_eq!(open[1].says, "The signatures are over 2 states of the record.");
    assert_eq!(open[0].says, "1 of the 2 things it lists are not in the file, the first: plan 7.");
}

#[test]
fn a_proof_under_another_name_or_checkpoint_is_named() {
    let swapped = signed_again(&whole(), &body_key(), |entries| {
        let (one, two) = (at(entries, "proofs/000001.txt"), at(entries, "proofs/000002.txt"));
        let first = std::mem::take(&mut entries[one].1);
        entries[one].1 = std::mem::replace(&mut entries[two].1, first);
    });
    assert_eq!(named(&swapped), ["proofs/000001.txt", "proofs/000002.txt"]);
    let elsewhere = signed_again(&whole(), &body_key(), |entries| {
        let at = at(entries, CHECKPOINT);
        let key = SigningKey::from_seed(&[9; 32]).unwrap();
        let forked = Checkpoint { origin: ORIGIN.into(), size: 9, root: [0; 32] };
        let note = forked.sign(&NoteSigner::new(ORIGIN, &key).unwrap()).unwrap();
        entries[at].1 = note.into_bytes();
    });
    assert!(named(&elsewhere).contains(&CHECKPOINT.to_owned()));
    assert!(named(&elsewhere).contains(&"proofs/000001.txt".to_owned()));
}

#[test]
fn a_passkey_that_signed_for_two_members_is_named() {
    let mut other = decided(Factor::Passkey);
    other.member.id = "0192f000-0000-7000-8000-000000000005".into();
    let bytes = other.bytes().unwrap();
    let authenticator = test_authenticator::TestAuthenticator::ed25519(2);
    let assertion = authenticator.sign(&challenge_of(&bytes));
    let signature = Signature::Passkey { site: test_authenticator::site(), assertion };
    let signed = PanelSignature::new(&bytes, signature).unwrap();
    let file = written(|writer| writer.signature(&signed).unwrap());
    assert_eq!(named(&file), ["signatures/003.json"]);
}
