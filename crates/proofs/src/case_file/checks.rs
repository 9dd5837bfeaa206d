//! What a file proves beside being whole: the record's chain, the things signed; and what others in this folder check.

use super::report::Report;
use super::verify::{Contents, Known};
use super::{Chain, Manifest, RECORD, RecordFile, panel, sealed};

pub(super) fn all(
    manifest: &Manifest,
    contents: &Contents,
    known: &Known<'_>,
    report: &mut Report,
) {
    let record = record(manifest, contents, report);
    named_by_digest(contents, report);
    panel::check(manifest, contents, known, report);
    sealed::check(manifest, contents, known, record.as_ref(), report);
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
    match chained(bytes, manifest) {
        Ok(record) => {
            let count = record.entries.len();
            report.good(RECORD, format!("The chain holds over all {count} entries of the record."));
            Some(record)
        }
        Err(says) => {
            report.bad(RECORD, says);
            None
        }
    }
}

/// A record whose chain holds, from its start to the end that the manifest names.
fn chained(bytes: &[u8], manifest: &Manifest) -> Result<RecordFile, String> {
    let record = RecordFile::parse(bytes)?;
    let altered = |seq| format!("The record was altered: its entry {seq} does not fit.");
    record.check().map_err(altered)?;
    match record.body == manifest.about.body.id && manifest.chain == Some(Chain::of(&record)) {
        true => Ok(record),
        false => Err("The record is not the one whose end the manifest names.".into()),
    }
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
