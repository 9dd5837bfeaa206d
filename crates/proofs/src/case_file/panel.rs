//! What a file proves by the panel's signatures: each is genuine and in this case, and together they fit.

use super::report::Report;
use super::verify::{Contents, Known};
use super::{About, MANIFEST, Manifest};
use crate::keys::PublicKey;
use crate::statement::{PanelSignature, Signer, Statement, Trusted};
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "signatures/";

/// Each signature by itself, then all of them beside each other.
pub(super) fn check(
    manifest: &Manifest,
    contents: &Contents,
    known: &Known<'_>,
    report: &mut Report,
) {
    if contents.folder(FOLDER).next().is_none() {
        return;
    }
    let Some(keys) = manifest.about.keys() else {
        return report.bad(MANIFEST, "One of its decision keys is no key.");
    };
    vouched(&manifest.about, &keys, known, report);
    let trusted = Trusted { sites: &manifest.about.sites, body_keys: &keys };
    let genuine = each(contents, &trusted, manifest, report);
    one_passkey_one_member(&genuine, report);
    one_record(&genuine, report);
}

/// Those that are genuine; of each it is said what it is.
fn each<'a>(
    contents: &'a Contents,
    trusted: &Trusted<'_>,
    manifest: &Manifest,
    report: &mut Report,
) -> Vec<Genuine<'a>> {
    let mut genuine = Vec::new();
    for (name, bytes) in contents.folder(FOLDER) {
        match signature(bytes, trusted, manifest) {
            Err(says) => report.bad(name, says),
            Ok((statement, signer)) => {
                report.good(name, words(&statement, &signer));
                shown(name, &statement, contents, report);
                genuine.push((name, statement, signer));
            }
        }
    }
    genuine
}

/// Whether the keys and sites that the manifest names are known to whoever verifies.
fn vouched(about: &About, keys: &[PublicKey], known: &Known<'_>, report: &mut Report) {
    for key in keys {
        report.known(MANIFEST, &format!("the decision key {}", key.fingerprint()), key, known.keys);
    }
    for site in &about.sites {
        report.known(MANIFEST, &format!("the site {}", site.origin), site, known.sites);
    }
}

/// A signature in the file, with what it says and who signed it.
type Genuine<'a> = (&'a str, Statement, Signer);

/// A passkey that signed for two members is nobody's own.
fn one_passkey_one_member(genuine: &[Genuine<'_>], report: &mut Report) {
    let mut members: BTreeMap<&[u8], &str> = BTreeMap::new();
    for (name, statement, signer) in genuine {
        let Signer::Passkey { public_key, .. } = signer else { continue };
        let member = statement.member.id.as_str();
        if *members.entry(public_key).or_insert(member) != member {
            report.bad(name, "The same passkey signed for another member too.");
        }
    }
}

/// Whether all members signed over the same record; of an earlier record a vote may be void.
fn one_record(genuine: &[Genuine<'_>], report: &mut Report) {
    let digests: BTreeSet<&str> =
        genuine.iter().map(|(_, statement, _)| statement.record.digest.as_str()).collect();
    match digests.len() {
        0 => {}
        1 => report.good(FOLDER, "All signatures are over the same record."),
        several => {
            report.open(FOLDER, format!("The signatures are over {several} states of the record."));
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
