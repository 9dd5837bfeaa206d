//! What a file proves beside being whole: the record's chain, the things signed, the signatures.

use super::report::Report;
use super::verify::{Contents, Known};
use super::{Chain, MANIFEST, Manifest, RECORD, RecordFile, sealed};
use crate::statement::{PanelSignature, Signer, Statement, Trusted};
use std::collections::BTreeSet;

pub(super) fn all(
    manifest: &Manifest,
    contents: &Contents,
    known: &Known<'_>,
    report: &mut Report,
) {
    let record = record(manifest, contents, report);
    named_by_digest(contents, report);
    signatures(manifest, contents, known, report);
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
        match signature(bytes, &trusted, manifest) {
            Err(says) => report.bad(name, says),
            Ok((statement, signer)) => {
                report.good(name, words(&statement, &signer));
                shown(name, &statement, contents, report);
            }
        }
    }
}

/// A signature that is genuine and in this case.
fn signature(
    bytes: &[u8],
    trusted: &Trusted<'_>,
    manifest: &Manifest,
) -> Result<(Statement, Signer), String> {
    let signed = PanelSignature::parse(bytes).and_then(|signed| signed.verify(trusted));
    let (statement, signer) = signed.map_err(|wrong| wrong.to_string())?;
    match is_of(&statement, manifest) {
        true => Ok((statement, signer)),
        false => Err("It is a signature in another case than this one.".into()),
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
