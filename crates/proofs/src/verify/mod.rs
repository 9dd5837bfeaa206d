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

use crate::jws::{self, CREDENTIAL, JwsError};
use crate::key_set::KeySet;
use evidence::Evidence;
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
    open(input).map_or_else(|report| report, |opened| opened.judged(given))
}

/// A file taken apart and not judged yet.
#[derive(Debug)]
pub struct Opened(Evidence);

/// Takes a file apart, once for all that is then asked of it.
///
/// # Errors
/// The report on what is no file of ours.
pub fn open(input: &[u8]) -> Result<Opened, Report> {
    if input.len() > MOST_BYTES {
        let sentence = format!("The file is larger than {MOST_BYTES} bytes.");
        return Err(Report::unreadable(Kind::Unknown, sentence));
    }
    evidence::gather(input).map(Opened)
}

impl Opened {
    /// The DID in whose name it says that it is signed, proven by nothing: for finding the keys to judge it by.
    ///
    /// # Errors
    /// Why its credential names nobody.
    pub fn whose(&self) -> Result<String, JwsError> {
        let kid = jws::named_key(&self.0.credential, CREDENTIAL)?;
        Ok(kid.rsplit_once('#').map_or(kid.clone(), |(did, _)| did.to_owned()))
    }

    /// Both questions answered, with what the verifier has beside the file.
    pub fn judged(&self, given: &Given) -> Report {
        genuine::judge(&self.0, given)
    }
}
