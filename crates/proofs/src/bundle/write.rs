//! Packs a bundle.

use super::{BundleError, ENTRIES};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The page that checks a bundle in a browser, without network.
const PAGE: &str = include_str!("../verify.html");
const README: &str = include_str!("README.txt");

/// What a bundle is made of, each as the exact bytes of its file.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub attestation: &'a [u8],
    pub signature: &'a [u8],
    /// The public key that made the signature, PEM.
    pub key: &'a [u8],
    /// The body's published keys.
    pub keys: &'a [u8],
    pub credential: &'a [u8],
    /// The PDF with the credential sealed into it.
    pub pdf: &'a [u8],
    pub suspension: Option<&'a [u8]>,
    pub revocation: Option<&'a [u8]>,
    pub checkpoint: Option<&'a [u8]>,
    pub log_proof: Option<&'a [u8]>,
}

impl Parts<'_> {
    fn file(&self, name: &str) -> Option<&[u8]> {
        match name {
            "README.txt" => Some(README.as_bytes()),
            "verify.html" => Some(PAGE.as_bytes()),
            "attestation.json" => Some(self.attestation),
            "attestation.sig" => Some(self.signature),
            "key.pem" => Some(self.key),
            "keys.json" => Some(self.keys),
            "credential.jwt" => Some(self.credential),
            "attestation.pdf" => Some(self.pdf),
            "status-suspension.jwt" => self.suspension,
            "status-revocation.jwt" => self.revocation,
            "checkpoint.txt" => self.checkpoint,
            "log-proof.txt" => self.log_proof,
            _ => None,
        }
    }
}

/// The bundle's bytes: the same for the same parts.
pub fn write(parts: &Parts) -> Result<Vec<u8>, BundleError> {
    packed(ENTRIES.iter().filter_map(|entry| Some((entry.name, parts.file(entry.name)?))))
}

/// These files as a zip of the one form that bundles have.
pub(super) fn packed<'a>(
    files: impl Iterator<Item = (&'static str, &'a [u8])>,
) -> Result<Vec<u8>, BundleError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let failed = |error: zip::result::ZipError| BundleError::Zip(error.to_string());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(failed)?;
        zip.write_all(bytes).map_err(|error| BundleError::Zip(error.to_string()))?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}
