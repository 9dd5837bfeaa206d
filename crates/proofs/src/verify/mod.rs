//! Checks what a stranger hands in (a bundle, a credential, an attestation's PDF) and answers two questions apart:
//! is it genuine, and as of when does it hold (CRT-6)?

mod evidence;
mod genuine;
mod logged;
#[cfg(test)]
mod logged_tests;
mod report;
#[cfg(test)]
mod tests;
mod validity;
mod words;

pub use logged::did_of_log;
pub use report::{Check, Genuine, Kind, Outcome, Report, State, Validity, Who};

use crate::key_set::KeySet;
use time::OffsetDateTime;

/// The largest file that is looked at.
pub const MOST_BYTES: usize = crate::bundle::MOST_BYTES;

/// What the verifier has beside the file.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The keys that the verifier knows to be the bodies': without them, whose key it is stays unproven.
    pub keys: Option<&'a KeySet>,
    /// Status lists that are newer than the file's, or that a credential alone does not bring.
    pub lists: &'a [&'a [u8]],
    pub now: OffsetDateTime,
}

/// Checks the bytes of a file; never fetches anything, whatever the file names.
pub fn verify(input: &[u8], known_keys: Option<&KeySet>, now: OffsetDateTime) -> Report {
    verify_with(input, &Given { keys: known_keys, lists: &[], now })
}

/// The same with status lists at hand.
pub fn verify_with(input: &[u8], given: &Given) -> Report {
    if input.len() > MOST_BYTES {
        return Report::unreadable(
            Kind::Unknown,
            format!("The file is larger than {MOST_BYTES} bytes."),
        );
    }
    match evidence::gather(input) {
        Ok(evidence) => genuine::judge(&evidence, given),
        Err(report) => report,
    }
}
