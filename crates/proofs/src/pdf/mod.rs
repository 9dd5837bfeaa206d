//! The attestation's PDF as evidence: what is attached to it, and the one update that seals its credential into it.

mod attached;
mod dictionary;
mod seal;
#[cfg(test)]
mod tests;
mod xref;

pub use attached::attached;
pub use seal::{ATTACHED, sealed};

/// The largest PDF that is looked into.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The largest file attached to it that is taken out.
pub const MOST_ATTACHED: usize = 1024 * 1024;

/// Why a PDF cannot be sealed or looked into. Only the plain shape in which attestations are drawn is read (one
/// cross-reference table, a catalogue that says what is attached): anything else is not as it was issued.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PdfError {
    #[error("The PDF is larger than {MOST_BYTES} bytes, more than any attestation.")]
    Large,
    #[error("It is no PDF, or is cut off: {0} is missing.")]
    Missing(&'static str),
    #[error("The PDF is not built as attestations are: {0}.")]
    Shape(&'static str),
    #[error("The PDF already has a credential attached.")]
    Already,
    #[error("What is to be sealed into the PDF is no credential: {0}.")]
    Credential(&'static str),
}
