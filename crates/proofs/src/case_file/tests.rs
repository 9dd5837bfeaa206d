//! A case's file, whole, and after everything that somebody could do to it.

use super::container::{Head, crc_of, directory};
use super::reading::Container;
use super::*;
use crate::kept_vectors::keep;
use crate::keys::SigningKey;
use crate::log::{Checkpoint, Edge, LogEntry, NoteSigner, Proof, Verifier, inclusion, leaf_hash};
use crate::passkey::{Site, challenge_of, test_authenticator};
use crate::statement::tests::{body_key, item, statement};
use crate::statement::{Factor, PanelSignature, Record, Signature, Statement};
use proptest::prelude::*;
use sha2::Digest as _;
use std::io::{Cursor, Read};
use time::macros::datetime;

const ENGAGEMENT: &str = "0192f000-0000-7000-8000-0000000000aa";
const ORIGIN: &str = "assay.example/log/northmark";
const APPLICATION: &str = "{\"id\": 1, \"sites\": 2}";
const REPORT: &str = "{\"id\": 2, \"text\": \"Stage 2\"}";
const EVIDENCE: &[u8] = b"a photograph, in bytes";

fn log_key() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).unwrap()
}

fn sites() -> [Site; 1] {
    [test_authenticator::site()]
}

fn record() -> RecordFile {
    let body = statement(Factor::Passkey).body.id;
    let mut record = RecordFile::new(body, ENGAGEMENT.into(), Vec::new());
    let start = sha2::Sha256::digest(format!("assay-record-v1 {ENGAGEMENT}"));
    let mut before = hex::encode(start);
    for (seq, act) in (1..).zip(["application_submitted", "report_sent", "vote_cast"]) {
        let mut entry = RecordEntry {
            seq,
            at: datetime!(2026-11-24 21:00:00.125 UTC),
            person: (seq > 1).then(|| "0192f000-0000-7000-8000-000000000004".into()),
            room: "office".into(),
            act: act.into(),
            sentence: format!("Did “{act}”."),
            for_client: seq == 1,
            touched: format!("application 1 {}", "a".repeat(64)),
            before: before.clone(),
            digest: String::new(),
        };
        entry.digest = record.digest_of(&entry, &before);
        before.clone_from(&entry.digest);
        record.entries.push(entry);
    }
    record
}

fn decided(factor: Factor) -> Statement {
    let things = vec![item("application", "1", APPLICATION), item("report", "2", REPORT)];
    Statement { record: Record::of(things), ..statement(factor) }
}

fn signatures() -> [PanelSignature; 2] {
    let by_passkey = decided(Factor::Passkey).bytes().unwrap();
    let authenticator = test_authenticator::TestAuthenticator::ed25519(2);
    let assertion = authenticator.sign(&challenge_of(&by_passkey));
    let passkey = Signature::Passkey { site: test_authenticator::site(), assertion };
    let by_body = decided(Factor::PasswordAndCode).bytes().unwrap();
    let body = Signature::by_body(&body_key(), &by_body);
    [(by_passkey, passkey), (by_body, body)]
        .map(|(bytes, signature)| PanelSignature::new(&bytes, signature).unwrap())
}

fn about() -> About {
    let said = statement(Factor::Passkey);
    About {
        body: said.body,
        client: said.client,
        case: said.case,
        title: "Initial certification, ISO/IEC 42001:2023".into(),
        made_at: datetime!(2026-11-24 23:00 UTC),
        decision_keys: vec![body_key().public().x()],
        sites: sites().to_vec(),
        log: Some(NoteSigner::new(ORIGIN, &log_key()).unwrap().verifier().text()),
    }
}

/// The proofs of the record's entries in a log where others stand around them, under one checkpoint.
fn proofs() -> (String, Vec<Proof>) {
    let other = LogEntry { engagement: "other".into(), seq: 1, digest: [5; 32] };
    let entries = record().entries.into_iter().map(|entry| LogEntry {
        engagement: ENGAGEMENT.into(),
        seq: entry.seq,
        digest: hex::decode(entry.digest).unwrap().try_into().unwrap(),
    });
    let all = std::iter::once(other.clone()).chain(entries).chain([other]);
    let leaves: Vec<_> = all.map(|entry| leaf_hash(&entry.bytes().unwrap())).collect();
    let appended = Edge::default().append(&leaves).unwrap();
    let (origin, size, root) = (ORIGIN.to_owned(), appended.edge.size(), appended.edge.root());
    let signed = Checkpoint { origin, size, root };
    let checkpoint = signed.sign(&NoteSigner::new(ORIGIN, &log_key()).unwrap()).unwrap();
    let mut read = |_| appended.tiles.first().map(|(_, bytes)| bytes.clone());
    let proofs = (1..4).map(|index| Proof {
        extra: None,
        index,
        path: inclusion(index, size, &mut read).unwrap(),
        checkpoint: checkpoint.clone(),
    });
    (checkpoint.clone(), proofs.collect())
}

fn written(change: impl FnOnce(&mut Writer<Vec<u8>>)) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), about());
    writer.page("<!doctype html><title>Case</title>").unwrap();
    writer.record(&record()).unwrap();
    for (kind, text) in [("application", APPLICATION), ("report", REPORT)] {
        writer.item(kind, text.as_bytes()).unwrap();
    }
    signatures().iter().for_each(|signature| writer.signature(signature).unwrap());
    writer.evidence(EVIDENCE).unwrap();
    writer.evidence(EVIDENCE).unwrap();
    writer.attestation("NM-2026-0001", b"%PDF-1.7 not really").unwrap();
    let (checkpoint, proofs) = proofs();
    writer.checkpoint(&checkpoint).unwrap();
    (1..).zip(&proofs).for_each(|(seq, proof)| writer.proof(seq, proof).unwrap());
    change(&mut writer);
    writer.finish(&body_key()).unwrap()
}

fn whole() -> Vec<u8> {
    written(|_| {})
}

/// Verified by somebody who knows the body's key, site and log.
fn checked(file: &[u8]) -> Report {
    let logs = [Verifier::new(ORIGIN, log_key().public()).unwrap()];
    let keys = [body_key().public()];
    verify(file, &Known { keys: &keys, sites: &sites(), logs: &logs, attestation: None })
}

/// The entries that a check found bad.
fn named(file: &[u8]) -> Vec<String> {
    let report = checked(file);
    assert_eq!(report.holds(), report.with(Outcome::Bad).next().is_none());
    report.with(Outcome::Bad).map(|check| check.entry.clone()).collect()
}

type Entries = Vec<(String, Vec<u8>)>;

/// The file with its entries changed and packed again, as somebody does who knows the format and not the key.
fn packed_again(file: &[u8], change: impl FnOnce(&mut Entries)) -> Vec<u8> {
    let mut container = Container::new(file);
    let mut entries = Vec::new();
    while let Some(head) = container.next().unwrap() {
        let bytes = container.content(&head, true).unwrap().bytes.unwrap();
        entries.push((head.name, bytes));
    }
    change(&mut entries);
    packed(&entries)
}

fn packed(entries: &Entries) -> Vec<u8> {
    let (mut file, mut heads) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let (size, offset) = (bytes.len() as u32, file.len() as u32);
        let head = Head { name: name.clone(), size, crc: crc_of(bytes), offset };
        file.extend(head.local());
        file.extend(bytes);
        heads.push(head);
    }
    file.extend(directory(&heads));
    file
}

fn at(entries: &Entries, name: &str) -> usize {
    entries.iter().position(|(there, _)| there == name).unwrap()
}

/// The file packed again after a change, with a new manifest that lists what is there, signed with this key.
fn signed_again(file: &[u8], key: &SigningKey, change: impl FnOnce(&mut Entries)) -> Vec<u8> {
    packed_again(file, |entries| {
        let mut manifest = Manifest::parse(&entries[at(entries, MANIFEST)].1).unwrap();
        change(entries);
        entries.truncate(entries.len() - 2);
        manifest.entries = entries
            .iter()
            .map(|(name, bytes)| Listed {
                name: name.clone(),
                size: bytes.len() as u64,
                sha256: hex::encode(sha2::Sha256::digest(bytes)),
            })
            .collect();
        let bytes = manifest.bytes().unwrap();
        let signature = key.sign(&bytes);
        entries.push((MANIFEST.into(), bytes));
        entries.push((SIGNATURE.into(), signature));
    })
}

#[test]
fn a_whole_file_holds_with_nothing_open_and_is_the_same_every_time() {
    let file = whole();
    let report = checked(&file);
    assert_eq!(report.with(Outcome::Good).count(), report.checks.len(), "{report:#?}");
    assert!(report.holds());
    assert_eq!(whole(), file);
    keep("case-file.zip", &file);
}

#[test]
fn a_stranger_who_knows_nothing_is_told_what_to_compare() {
    let report = verify(whole().as_slice(), &Known::default());
    assert!(report.holds());
    let open: Vec<_> = report.with(Outcome::Open).map(|check| check.entry.as_str()).collect();
    assert_eq!(open, [KEY, MANIFEST, MANIFEST, MANIFEST]);
}

#[test]
fn any_zip_library_opens_the_file() {
    let mut archive = zip::ZipArchive::new(Cursor::new(whole())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.contains(&"record.json".to_owned()) && names.len() == 15, "{names:?}");
    let evidence = format!("evidence/{}", hex::encode(sha2::Sha256::digest(EVIDENCE)));
    let mut bytes = Vec::new();
    archive.by_name(&evidence).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, EVIDENCE);
}

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
    assert_eq!(open.len(), 1);
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
fn attestations_are_verified_by_whoever_can() {
    let refuse: &verify::VerifyAttestation<'_> = &|_| Err("This is no attestation.".into());
    let known = Known { attestation: Some(refuse), ..Known::default() };
    let report = verify(whole().as_slice(), &known);
    let bad: Vec<_> = report.with(Outcome::Bad).map(|check| check.entry.as_str()).collect();
    assert_eq!(bad, ["attestations/NM-2026-0001.pdf"]);
}

#[test]
fn names_that_leave_their_folder_or_stand_twice_are_not_written() {
    let mut writer = Writer::new(Vec::new(), about());
    for name in ["../x", "a/../b", "/x", "a//b", ".hidden", "a b", "é", &"a".repeat(200)] {
        let refused = writer.document(name, b"");
        assert!(matches!(refused, Err(Unwritten::Name(_))), "{name}");
    }
    writer.document("report.pdf", b"").unwrap();
    assert!(matches!(writer.document("report.pdf", b""), Err(Unwritten::Twice(_))));
}

#[test]
fn every_byte_of_the_file_matters() {
    let file = whole();
    let sampled = (0..file.len()).step_by(13).chain((file.len() - 1200..file.len()).step_by(7));
    for at in sampled {
        let mut changed = file.clone();
        changed[at] ^= 0x20;
        assert!(!named(&changed).is_empty(), "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_file_cut_anywhere_or_lengthened_does_not_hold(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let file = whole();
        let cut = &file[..at.index(file.len())];
        prop_assert!(!named(cut).is_empty());
        let mut longer = file.clone();
        longer.insert(at.index(file.len() + 1), byte);
        prop_assert!(!named(&longer).is_empty());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!named(&bytes).is_empty());
        let begun = [b"PK\x03\x04".as_slice(), &bytes].concat();
        prop_assert!(!named(&begun).is_empty());
    }
}
