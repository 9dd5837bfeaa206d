//! Everything that proves an attestation, in one zip that anyone opens: stored uncompressed, in a fixed order, without
//! dates of its own, so that equal content gives equal bytes.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Bundle, read};
pub use write::{Parts, write};

/// A file of the bundle.
#[derive(Clone, Copy, Debug)]
struct Entry {
    name: &'static str,
    /// The most it may weigh, bytes.
    most: usize,
    required: bool,
}

const fn entry(name: &'static str, most: usize, required: bool) -> Entry {
    Entry { name, most, required }
}

/// The files, in the order in which they stand.
const ENTRIES: [Entry; 12] = [
    entry("README.txt", 64 * 1024, false),
    entry("verify.html", 512 * 1024, false),
    entry("attestation.json", 256 * 1024, true),
    entry("attestation.sig", 64, true),
    entry("key.pem", 1024, true),
    entry("keys.json", 512 * 1024, true),
    entry("credential.jwt", crate::jws::MOST_BYTES, true),
    entry("status-suspension.jwt", crate::jws::MOST_BYTES, false),
    entry("status-revocation.jwt", crate::jws::MOST_BYTES, false),
    entry("attestation.pdf", crate::pdf::MOST_BYTES, true),
    entry("checkpoint.txt", 64 * 1024, false),
    entry("log-proof.txt", 64 * 1024, false),
];

/// The largest zip that is opened.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// Why a bundle is not opened, or not written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BundleError {
    #[error("The bundle is larger than {MOST_BYTES} bytes, more than any of ours.")]
    Large,
    #[error("It is no zip file that can be opened, or it is cut off or damaged: {0}.")]
    Zip(String),
    #[error("The bundle holds more files than the {} that belong into it.", ENTRIES.len())]
    Count,
    #[error("The bundle holds {0:?}, which does not belong into it.")]
    Foreign(String),
    #[error("The bundle holds {0} twice.")]
    Twice(&'static str),
    #[error("{0} in the bundle is encrypted, or packed in another way than zip's usual one.")]
    Packed(&'static str),
    #[error("{0} in the bundle is larger than any of ours, or says another size than it has.")]
    Size(&'static str),
    #[error("Files in the bundle overlap or something is hidden between them.")]
    Overlap,
    #[error("{0} is missing from the bundle.")]
    Missing(&'static str),
}

fn known(name: &[u8]) -> Option<Entry> {
    ENTRIES.into_iter().find(|entry| entry.name.as_bytes() == name)
}

/// The names of all files that may stand in a bundle, in their order.
#[cfg(test)]
pub(crate) const NAMES: [&str; ENTRIES.len()] = {
    let mut names = [""; ENTRIES.len()];
    let mut n = 0;
    while n < ENTRIES.len() {
        names[n] = ENTRIES[n].name;
        n += 1;
    }
    names
};
