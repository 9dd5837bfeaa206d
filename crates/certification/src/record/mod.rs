//! The engagement's record: append only, one chain of digests per engagement, so that a change of any
//! past byte shows (RET-2). Entries gather while an act goes on and are written last, just before its
//! commit, so that the chain's lock is held for an instant.

mod chain;
mod lines;

pub use chain::verify;
pub(crate) use chain::{append, open};
pub use lines::{Line, lines};

#[cfg(test)]
use crate::rulebook;
use uuid::Uuid;

/// One engagement's file: the client whose it is, and the engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    pub client_id: Uuid,
    pub engagement_id: Uuid,
}

/// Who reads an entry besides the body's own people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    ByStaff,
    ByClientToo,
}

/// An act on its way onto the record.
#[derive(Debug)]
pub struct Entry {
    pub(crate) file: File,
    /// The act's key, e.g. "application_submitted".
    pub(crate) act: &'static str,
    /// The act in a sentence, without the name of who did it.
    pub(crate) sentence: String,
    pub(crate) seen: Seen,
    /// "kind id sha256" of each thing touched; digests only, so that personal data can be erased later.
    pub(crate) touched: Vec<String>,
}

impl Entry {
    /// An entry that says what was done. Who did it stands beside: the sentence begins with the verb, and is kept
    /// with a capital and a full stop.
    pub fn new(file: File, act: &'static str, sentence: impl Into<String>, seen: Seen) -> Self {
        #[cfg(test)]
        assert!(
            rulebook::is_listed(act),
            "rulebook/satisfied.rs does not say under which rules “{act}” stands"
        );
        Entry { file, act, sentence: whole_sentence(&sentence.into()), seen, touched: Vec::new() }
    }

    /// Names a thing that the act touched, with the SHA-256 of what it then was.
    pub fn touching(mut self, kind: &str, id: Uuid, sha256: &[u8]) -> Self {
        self.touched.push(format!("{kind} {id} {}", hex::encode(sha256)));
        self
    }
}

fn whole_sentence(said: &str) -> String {
    let mut letters = said.trim().chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let ended = said.trim().ends_with(['.', '!', '?', '”']);
    format!("{first}{}{}", letters.as_str(), if ended { "" } else { "." })
}
