//! What a file proves beside being whole: the record's chain, the things signed, the signatures, the log.

use super::report::Report;
use super::verify::{Contents, Known};
use super::{CHECKPOINT, Chain, MANIFEST, Manifest, RECORD, RecordEntry, RecordFile};
use crate::log::{Checkpoint, LogEntry, Proof, Verifier};
use crate::statement::{PanelSignature, Signer, Statement, Trusted};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn all(
    manifest: &Manifest,
    contents: &Contents,
    known: &Known<'_>,
    report: &mut Report,
) {
    let record = record(manifest, contents, report);
    named_by_digest(contents, report);
    signatures(manifest, contents, known, report);
    log(manifest, contents, known, record.as_ref(), report);
    if let Some(verify) = known.attestation {
        for (name, pdf) in contents.folder("attestations/") {
            report.came(name, verify(pdf));
        }
    }
}

/// The record, recomputed from its first entry; given back where it holds.
fn record(manifest: &Manifest, contents: &Contents, report: &mut Report) -> Option<RecordFile> {
    let Some(bytes) = contents.get(RECORD) else {
        if manifest.chain.is_some() {
            report.bad(RECORD, "The record is missing.");
        }
        return None;
    };
    let record = match RecordFile::parse(bytes) {
        Ok(record) => record,
        Err(says) => {
            report.bad(RECORD, says);
            return None;
        }
    };
    if let Err(seq) = record.check() {
        report.bad(RECORD, format!("The record was altered: its entry {seq} does not fit."));
        return None;
    }
    if record.body != manifest.about.body.id || manifest.chain != Some(Chain::of(&record)) {
        report.bad(RECORD, "The record is not the one whose end the manifest names.");
        return None;
    }
    let count = record.entries.len();
    report.good(RECORD, format!("The chain holds over all {count} entries of the record."));
    Some(record)
}

/// Items and evidence are named by their SHA-256.
fn named_by_digest(contents: &Contents, report: &mut Report) {
    for (folder, what) in [("items/", "things of the record"), ("evidence/", "pieces of evidence")]
    {
        let within: Vec<_> =
            contents.seen.iter().filter(|entry| entry.name.starts_with(folder)).collect();
        let wrong: Vec<_> =
            within.iter().filter(|entry| digest_in(&entry.name) != entry.sha256).collect();
        for entry in &wrong {
            report.bad(&entry.name, "Its content is not the one it is named by (SHA-256).");
        }
        if wrong.is_empty() && !within.is_empty() {
            report.good(folder, format!("{} {what} are what they are named by.", within.len()));
        }
    }
}

fn digest_in(name: &str) -> &str {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.strip_suffix(".json").unwrap_or(last)
}

fn signatures(manifest: &Manifest, contents: &Contents, known: &Known<'_>, report: &mut Report) {
    if contents.folder("signatures/").next().is_none() {
        return;
    }
    let Some(keys) = manifest.about.keys() else {
        return report.bad(MANIFEST, "One of its decision keys is no key.");
    };
    for key in &keys {
        report.known(MANIFEST, &format!("the decision key {}", key.fingerprint()), key, known.keys);
    }
    for site in &manifest.about.sites {
        report.known(MANIFEST, &format!("the site {}", site.origin), site, known.sites);
    }
    let trusted = Trusted { sites: &manifest.about.sites, body_keys: &keys };
    for (name, bytes) in contents.folder("signatures/") {
        let read = PanelSignature::parse(bytes).and_then(|signed| signed.verify(&trusted));
        match read {
            Err(wrong) => report.bad(name, wrong.to_string()),
            Ok((statement, _)) if !is_of(&statement, manifest) => {
                report.bad(name, "It is a signature in another case than this one.");
            }
            Ok((statement, signer)) => {
                report.good(name, words(&statement, &signer));
                shown(name, &statement, contents, report);
            }
        }
    }
}

fn is_of(statement: &Statement, manifest: &Manifest) -> bool {
    statement.case == manifest.about.case && statement.body.id == manifest.about.body.id
}

fn words(statement: &Statement, signer: &Signer) -> String {
    let by = match signer {
        Signer::Passkey { .. } => "with a passkey of their own",
        Signer::Body(_) => "by the body's key on their behalf",
    };
    let (member, vote, at) = (&statement.member.name, &statement.vote, statement.at.date());
    let time = statement.at.time();
    format!(
        "{member} signed “{vote}” {by}, on {at} at {:02}:{:02} UTC.",
        time.hour(),
        time.minute()
    )
}

/// How many of the things that a signature lists can be read in the file. That some are not is said, no fault: what
/// changed after the signature is not kept as it was then.
fn shown(name: &str, statement: &Statement, contents: &Contents, report: &mut Report) {
    let there: BTreeSet<&str> = contents.seen.iter().map(|entry| entry.name.as_str()).collect();
    let items = &statement.record.items;
    let is_there =
        |kind: &str, sha256: &str| there.contains(format!("items/{kind}/{sha256}.json").as_str());
    let missing: Vec<_> = items.iter().filter(|item| !is_there(&item.kind, &item.sha256)).collect();
    match missing.first() {
        None => report.good(name, format!("All {} things it lists are in the file.", items.len())),
        Some(first) => report.open(
            name,
            format!(
                "{} of the {} things it lists are not in the file, the first: {} {}.",
                missing.len(),
                items.len(),
                first.kind,
                first.id
            ),
        ),
    }
}

/// The checkpoint, and each proof that one of the record's entries is under it.
fn log(
    manifest: &Manifest,
    contents: &Contents,
    known: &Known<'_>,
    record: Option<&RecordFile>,
    report: &mut Report,
) {
    let proofs: BTreeMap<&str, &[u8]> = contents.folder("proofs/").collect();
    let note = contents.get(CHECKPOINT).and_then(|note| std::str::from_utf8(note).ok());
    let verifier = match manifest.about.verifier() {
        Ok(Some(verifier)) => verifier,
        Ok(None) if proofs.is_empty() && note.is_none() => {
            return report.open("", "Nothing of this case is in a log yet.");
        }
        Ok(None) => return report.bad(MANIFEST, "It names no key for the log's checkpoint."),
        Err(says) => return report.bad(MANIFEST, says),
    };
    report.known(MANIFEST, &format!("the log {}", verifier.text()), &verifier, known.logs);
    let Some(note) = note else { return report.bad(CHECKPOINT, "There is none in words.") };
    match Checkpoint::open(note, &verifier) {
        Err(broken) => return report.bad(CHECKPOINT, broken.to_string()),
        Ok(checkpoint) => report.good(
            CHECKPOINT,
            format!("The log {} signed its {} entries.", checkpoint.origin, checkpoint.size),
        ),
    }
    if let Some(record) = record {
        proven(record, &proofs, (note, &verifier), report);
    }
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
