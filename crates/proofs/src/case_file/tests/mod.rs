//! A case's file, whole, and after everything that somebody could do to it.

mod forged;
mod vectors;
mod whole;

use super::container::{Head, crc_of, directory};
use super::reading::Container;
use super::*;
use crate::kept_vectors::{keep, pretty};
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
