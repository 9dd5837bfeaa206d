//! Opens a bundle that a stranger hands in: known names only, each once, none larger than it may be.

use super::write::packed;
use super::{BundleError, ENTRIES, Entry, MOST_BYTES, known};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// An opened bundle.
#[derive(Clone, Debug)]
pub struct Bundle {
    files: BTreeMap<&'static str, Vec<u8>>,
    /// Whether the zip is byte for byte as these files are packed when issued; false where somebody packed it anew.
    pub as_packed: bool,
}

impl Bundle {
    /// The bytes of a file by its name.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }
}

/// Opens the bundle; what it says is not judged yet.
pub fn read(bytes: &[u8]) -> Result<Bundle, BundleError> {
    if bytes.len() > MOST_BYTES {
        return Err(BundleError::Large);
    }
    let failed = |error: zip::result::ZipError| BundleError::Zip(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    if zip.len() > ENTRIES.len() {
        return Err(BundleError::Count);
    }
    if zip.has_duplicate_names() || zip.has_overlapping_entries().map_err(failed)? {
        return Err(BundleError::Overlap);
    }
    let mut files = BTreeMap::new();
    for n in 0..zip.len() {
        let (entry, content) = file(&mut zip, n)?;
        if files.insert(entry.name, content).is_some() {
            return Err(BundleError::Twice(entry.name));
        }
    }
    if let Some(missing) = ENTRIES.iter().find(|e| e.required && !files.contains_key(e.name)) {
        return Err(BundleError::Missing(missing.name));
    }
    let as_packed = again(&files)? == bytes;
    Ok(Bundle { files, as_packed })
}

/// These files packed as a bundle is when it is issued.
fn again(files: &BTreeMap<&'static str, Vec<u8>>) -> Result<Vec<u8>, BundleError> {
    packed(ENTRIES.iter().filter_map(|entry| Some((entry.name, files.get(entry.name)?.as_slice()))))
}

fn file(zip: &mut ZipArchive<Cursor<&[u8]>>, n: usize) -> Result<(Entry, Vec<u8>), BundleError> {
    let (entry, size) = announced(zip, n)?;
    let failed = |error: &dyn std::fmt::Display| BundleError::Zip(error.to_string());
    let reader = zip.by_index(n).map_err(|error| failed(&error))?;
    // The size said in the file is not believed: reading stops behind what the name allows.
    let mut content = Vec::new();
    let mut reader = reader.take(entry.most as u64 + 1);
    reader.read_to_end(&mut content).map_err(|error| failed(&error))?;
    if content.len() as u64 != size {
        return Err(BundleError::Size(entry.name));
    }
    Ok((entry, content))
}

/// What the zip says of the file, refused before anything is unpacked.
fn announced(zip: &mut ZipArchive<Cursor<&[u8]>>, n: usize) -> Result<(Entry, u64), BundleError> {
    let raw = zip.by_index_raw(n).map_err(|error| BundleError::Zip(error.to_string()))?;
    let name = raw.name_raw();
    let Some(entry) = known(name) else {
        return Err(BundleError::Foreign(String::from_utf8_lossy(name).chars().take(80).collect()));
    };
    let usual =
        matches!(raw.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
    match raw.size() {
        _ if raw.encrypted() || !usual => Err(BundleError::Packed(entry.name)),
        size if size > entry.most as u64 => Err(BundleError::Size(entry.name)),
        size => Ok((entry, size)),
    }
}
