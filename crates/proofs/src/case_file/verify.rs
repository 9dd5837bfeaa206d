//! Verifying a case's file: the zip itself, the manifest and its signature, then everything that the file proves.

use super::checks;
use super::container::Head;
use super::listing;
use super::reading::{Container, Damage};
use super::report::Report;
use super::{
    CHECKPOINT, KEY, Listed, MANIFEST, MOST_BYTES_KEPT, MOST_BYTES_READ, Manifest, RECORD,
    SIGNATURE,
};
use crate::keys::PublicKey;
use crate::log::Verifier;
use crate::passkey::Site;
use std::collections::BTreeMap;
use std::io::Read;

/// Verifies an attestation's PDF: a sentence on what it is, or on what is wrong with it.
pub type VerifyAttestation<'a> = dyn Fn(&[u8]) -> Result<String, String> + 'a;

/// What whoever verifies knows from elsewhere. What is left empty is taken from the file and said to be open.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// The body's keys, of every purpose, old ones too.
    pub keys: &'a [PublicKey],
    /// The sites on which its panel signs.
    pub sites: &'a [Site],
    /// Its logs.
    pub logs: &'a [Verifier],
    /// How attestations in the file are verified; without it only that they are unaltered is.
    pub attestation: Option<&'a VerifyAttestation<'a>>,
}

/// What was read of a file: every entry as it is, and the bytes of those that say more than bytes.
pub(super) struct Contents {
    pub(super) seen: Vec<Listed>,
    pub(super) kept: BTreeMap<String, Vec<u8>>,
    /// How many bytes more may be kept.
    room: u64,
}

impl Contents {
    /// Reads an entry's content, and keeps it where it is wanted and not too large.
    fn take(
        &mut self,
        container: &mut Container<impl Read>,
        head: Head,
        wanted: bool,
        report: &mut Report,
    ) -> Result<(), Damage> {
        let size = u64::from(head.size);
        let keep = wanted && size <= MOST_BYTES_READ.min(self.room);
        if wanted && !keep {
            report.bad(&head.name, "It is too large to be verified.");
        }
        let content = container.content(&head, keep)?;
        if content.crc != head.crc {
            report.bad(&head.name, sentence(&Damage::Content));
        }
        let sha256 = hex::encode(content.sha256);
        self.seen.push(Listed { name: head.name.clone(), size, sha256 });
        if let Some(bytes) = content.bytes {
            self.room -= size;
            self.kept.insert(head.name, bytes);
        }
        Ok(())
    }

    /// The kept entries of a folder, in order of name.
    pub(super) fn folder<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        let within = self.kept.range(folder.to_owned()..);
        within
            .take_while(move |(name, _)| name.starts_with(folder))
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.kept.get(name).map(Vec::as_slice)
    }
}

/// Verifies a file from its first byte to its last. Reads once, in order; needs no network and no clock.
pub fn verify(input: impl Read, known: &Known<'_>) -> Report {
    let mut report = Report::default();
    let contents = read(input, known.attestation.is_some(), &mut report);
    let Some(bytes) = contents.get(MANIFEST) else {
        report.bad(MANIFEST, "It is missing or was not reached: nothing says what the file was.");
        return report;
    };
    signed(bytes, &contents, known, &mut report);
    match Manifest::parse(bytes) {
        Err(says) => report.bad(MANIFEST, says),
        Ok(manifest) => {
            listing::compare(&manifest, &contents.seen, &mut report);
            checks::all(&manifest, &contents, known, &mut report);
            report.manifest = Some(manifest);
        }
    }
    report
}

/// Reads the zip; says of each entry whose bytes are damaged that they are, and stops where it cannot go on.
fn read(input: impl Read, attestations: bool, report: &mut Report) -> Contents {
    let mut container = Container::new(input);
    let mut contents = Contents { seen: Vec::new(), kept: BTreeMap::new(), room: MOST_BYTES_KEPT };
    loop {
        match container.next() {
            Ok(None) => return contents,
            Ok(Some(head)) => {
                let wanted = is_read(&head.name, attestations);
                if let Err(damage) = contents.take(&mut container, head.clone(), wanted, report) {
                    report.bad(&head.name, sentence(&damage));
                    return contents;
                }
            }
            Err((entry, damage)) => {
                report.bad(&entry, sentence(&damage));
                return contents;
            }
        }
    }
}

fn sentence(damage: &Damage) -> String {
    format!("The zip is damaged: {damage}.")
}

/// Whether an entry is read as more than bytes. Items, evidence and the page are only digested; they may be large, and
/// many.
fn is_read(name: &str, attestations: bool) -> bool {
    [MANIFEST, SIGNATURE, KEY, RECORD, CHECKPOINT].contains(&name)
        || name.starts_with("signatures/")
        || name.starts_with("proofs/")
        || (attestations && name.starts_with("attestations/"))
}

/// The body's signature over the manifest's bytes, by the key in the file; and whether that key is known.
fn signed(manifest: &[u8], contents: &Contents, known: &Known<'_>, report: &mut Report) {
    let pem = contents.get(KEY).and_then(|pem| std::str::from_utf8(pem).ok());
    let Some(key) = pem.and_then(PublicKey::from_pem) else {
        return report.bad(KEY, "There is no Ed25519 key in it.");
    };
    let print = format!("the key with the fingerprint {}", key.fingerprint());
    report.known(KEY, &print, &key, known.keys);
    match contents.get(SIGNATURE) {
        None => report.bad(SIGNATURE, "It is missing: nobody signed the manifest."),
        Some(signature) if key.verifies(manifest, signature) => {
            report.good(SIGNATURE, format!("The manifest is signed by {print}."));
        }
        Some(_) => report.bad(SIGNATURE, "It is not the key's signature over the manifest."),
    }
}
