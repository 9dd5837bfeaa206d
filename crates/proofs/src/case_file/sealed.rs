//! What a file proves by the log: that its record's entries were sealed, under a checkpoint that the body's log signed.

use super::report::Report;
use super::verify::{Contents, Known};
use super::{CHECKPOINT, MANIFEST, Manifest, RecordEntry, RecordFile};
use crate::log::{Checkpoint, LogEntry, Proof, Verifier};
use std::collections::BTreeMap;

/// The checkpoint, and each proof that one of the record's entries is under it.
pub(super) fn check(
    manifest: &Manifest,
    contents: &Contents,
    known: &Known<'_>,
    record: Option<&RecordFile>,
    report: &mut Report,
) {
    let proofs: BTreeMap<&str, &[u8]> = contents.folder("proofs/").collect();
    let note = contents.get(CHECKPOINT);
    if note.is_none() && proofs.is_empty() {
        return report.open("", "Nothing of this case is proven by a log.");
    }
    let verifier = match manifest.about.verifier() {
        Ok(Some(verifier)) => verifier,
        Ok(None) => return report.bad(MANIFEST, "It names no key for the log's checkpoint."),
        Err(says) => return report.bad(MANIFEST, says),
    };
    report.known(MANIFEST, &format!("the log {}", verifier.text()), &verifier, known.logs);
    let note = note.and_then(|note| std::str::from_utf8(note).ok()).unwrap_or_default();
    report.came(CHECKPOINT, opened(note, &verifier));
    match record {
        Some(record) => proven(record, &proofs, (note, &verifier), report),
        None => report.open("proofs/", "They cannot be judged: there is no record that holds."),
    }
}

fn opened(note: &str, verifier: &Verifier) -> Result<String, String> {
    let checkpoint = Checkpoint::open(note, verifier).map_err(|broken| broken.to_string())?;
    Ok(format!("The log {} signed its {} entries.", checkpoint.origin, checkpoint.size))
}

fn proven(
    record: &RecordFile,
    proofs: &BTreeMap<&str, &[u8]>,
    log: (&str, &Verifier),
    report: &mut Report,
) {
    let mut proven = 0;
    for (name, bytes) in proofs {
        match one_proof(name, bytes, record, log) {
            Ok(()) => proven += 1,
            Err(says) => report.bad(name, says),
        }
    }
    let count = record.entries.len();
    if proven == count {
        report.good("proofs/", format!("All {count} entries of the record are in the log."));
    } else {
        report
            .open("proofs/", format!("{proven} of {count} entries of the record are in the log."));
    }
}

fn one_proof(
    name: &str,
    bytes: &[u8],
    record: &RecordFile,
    (note, verifier): (&str, &Verifier),
) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "It is no text.")?;
    let proof = Proof::parse(text).map_err(|broken| broken.to_string())?;
    if proof.checkpoint != note {
        return Err("It is under another checkpoint than the file's.".into());
    }
    let entry = entry_of(name, record).ok_or("The record has no entry of its number.")?;
    let digest = hex::decode(&entry.digest).ok().and_then(|bytes| bytes.try_into().ok());
    let digest = digest.ok_or("The record's entry has no digest.")?;
    let leaf = LogEntry { engagement: record.engagement.clone(), seq: entry.seq, digest };
    let leaf = leaf.bytes().map_err(|broken| broken.to_string())?;
    proof.verify(&leaf, verifier).map_err(|broken| broken.to_string())?;
    Ok(())
}

/// The record's entry that a proof's name names: proofs/000001.txt the first.
fn entry_of<'a>(name: &str, record: &'a RecordFile) -> Option<&'a RecordEntry> {
    let seq: usize = name.strip_prefix("proofs/")?.strip_suffix(".txt")?.parse().ok()?;
    let entry = record.entries.get(seq.checked_sub(1)?)?;
    (name == format!("proofs/{:06}.txt", entry.seq)).then_some(entry)
}
