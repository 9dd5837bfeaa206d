//! The file: one zip of a whole case for an assessor or a court, and its verification from end to end. Whatever is
//! altered, removed, reordered, added or cut off is found, and named.
//!
//! The zip is a plain one: entries stored as they are, one after the other, then the directory, nothing between,
//! before or behind. Any tool opens it, and no byte of it goes unread when it is verified. manifest.json lists every
//! entry; the body's key signs the manifest.

mod checks;
mod container;
mod listing;
mod manifest;
mod panel;
mod reading;
mod record;
mod report;
mod sealed;
#[cfg(test)]
mod tests;
mod verify;
mod write;

pub use manifest::{About, Chain, Listed, Manifest};
pub use record::{RecordEntry, RecordFile};
pub use report::{Check, Outcome, Report};
pub use verify::{Known, verify};
pub use write::Writer;

/// The name of the format.
pub const FORMAT: &str = "assay-case-file-v1";
/// Most entries of a file.
pub const MOST_ENTRIES: usize = 60_000;
/// Most bytes of a file: what a zip without extensions can hold.
pub const MOST_BYTES: u64 = u32::MAX as u64;
/// Most bytes of one entry that is read as more than bytes: the record, a signature, a proof, the manifest.
pub const MOST_BYTES_READ: u64 = 32 * 1024 * 1024;
/// Most bytes that are kept while a file is verified.
const MOST_BYTES_KEPT: u64 = 256 * 1024 * 1024;
/// Longest name of an entry.
const NAME_CAP: usize = 200;

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const KEY: &str = "key.pem";
const RECORD: &str = "record.json";
const CHECKPOINT: &str = "checkpoint.txt";
const PAGE: &str = "index.html";

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    #[error("The file could not be written: {0}.")]
    Output(#[from] std::io::Error),
    #[error("“{0}” cannot be an entry's name in a case's file.")]
    Name(String),
    #[error("The file already has an entry “{0}”.")]
    Twice(String),
    #[error("The file would be larger than a zip can be (4 GiB, 60,000 entries) at “{0}”.")]
    TooLarge(String),
    #[error("The record's chain does not hold at its entry {0}.")]
    Record(u64),
    #[error("“{0}” could not be written as JSON.")]
    Json(&'static str),
}

/// Whether a name may stand in a file: letters, digits, and "._-" between slashes; nothing that leaves a folder.
fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.');
    name.len() <= NAME_CAP && name.bytes().all(allowed) && name.split('/').all(part)
}
