//! The entries of a file held against its manifest: what is missing, altered, added or out of its place.

use super::report::Report;
use super::{Listed, MANIFEST, Manifest, SIGNATURE};
use std::collections::BTreeMap;

/// Says of each entry that is not as the manifest lists it what is wrong with it; of all others one sentence.
pub(super) fn compare(manifest: &Manifest, seen: &[Listed], report: &mut Report) {
    let before = report.checks.len();
    let found: BTreeMap<&str, &Listed> =
        seen.iter().map(|entry| (entry.name.as_str(), entry)).collect();
    for listed in &manifest.entries {
        if let Some(says) = difference(listed, found.get(listed.name.as_str()).copied()) {
            report.bad(&listed.name, says);
        }
    }
    added(manifest, seen, report);
    if report.checks.len() == before {
        in_order(manifest, seen, report);
    }
    if report.checks.len() == before {
        let count = manifest.entries.len();
        report.good("", format!("All {count} entries are there, unaltered and in their order."));
    }
}

fn difference(listed: &Listed, found: Option<&Listed>) -> Option<String> {
    match found {
        None => Some("It was removed: the manifest lists it.".into()),
        Some(entry) if entry.size != listed.size => {
            Some(format!("It was altered: {} bytes instead of {}.", entry.size, listed.size))
        }
        Some(entry) if entry.sha256 != listed.sha256 => {
            Some("It was altered: its SHA-256 is not the one in the manifest.".into())
        }
        Some(_) => None,
    }
}

fn added(manifest: &Manifest, seen: &[Listed], report: &mut Report) {
    let mut left: BTreeMap<&str, usize> = BTreeMap::from([(MANIFEST, 1), (SIGNATURE, 1)]);
    for listed in &manifest.entries {
        *left.entry(&listed.name).or_default() += 1;
    }
    for entry in seen {
        match left.get_mut(entry.name.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => report.bad(&entry.name, "It was added: the manifest does not list it."),
        }
    }
}

/// Names the first entry that stands in another's place. Manifest and signature stand last.
fn in_order(manifest: &Manifest, seen: &[Listed], report: &mut Report) {
    let listed = manifest.entries.iter().map(|entry| entry.name.as_str());
    let order = listed.chain([MANIFEST, SIGNATURE]);
    if let Some((expected, entry)) = order.zip(seen).find(|(name, entry)| *name != entry.name) {
        report.bad(&entry.name, format!("It was moved: “{expected}” must stand in its place."));
    }
}
