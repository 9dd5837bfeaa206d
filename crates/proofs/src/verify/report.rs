//! What a check found: for a person in sentences, for a program as JSON and an exit code.

use crate::credential::Facts;
use crate::key_set::KnownKey;
use serde::Serialize;

/// What was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Bundle,
    Credential,
    Pdf,
    Unknown,
}

/// Whether it is what the key's holder signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Genuine {
    Yes,
    No,
    /// No key at hand: nothing is proven, nothing refuted.
    Unproven,
    Unreadable,
}

/// How one check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Passed,
    Failed,
    /// Worth knowing; neither proves nor refutes.
    Noted,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub outcome: Outcome,
    pub sentence: String,
}

/// In whose name it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// The issuer's DID.
    pub did: String,
    pub kid: String,
    /// SHA-256 of the public key in groups of four, to compare with what the body publishes.
    pub fingerprint: String,
    /// Whether the key is among those that the verifier knows; otherwise it is shown, not proven.
    pub proven: bool,
    pub sentence: String,
}

impl Who {
    /// The key's holder; `proven` where the verifier already knew the key.
    pub(super) fn of(by: &KnownKey, proven: bool) -> Who {
        let fingerprint = by.key.fingerprint();
        let sentence = match proven {
            true => format!("The key is among those that you know as {}'s.", by.did()),
            false => format!(
                "The credential's signature fits the key that the file itself brings. Whether that is the key of {} the file cannot \
             prove: compare the fingerprint with the one that the body publishes.",
                by.did()
            ),
        };
        Who { did: by.did().to_owned(), kid: by.kid.clone(), fingerprint, proven, sentence }
    }
}

/// Whether it holds, as of when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Valid,
    Suspended,
    /// Withdrawn, or replaced by a later revision: the list does not tell which.
    Withdrawn,
    Expired,
    NotYet,
    Unknown,
}

/// The second answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Validity {
    pub state: State,
    /// The date of the older of the status lists, RFC 3339; none without lists.
    pub as_of: Option<String>,
    /// Since when nothing is known, where the lists are too old.
    pub unknown_since: Option<String>,
    pub sentence: String,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub kind: Kind,
    pub genuine: Genuine,
    pub sentence: String,
    /// Only of what is genuine is it said whether it holds.
    pub validity: Option<Validity>,
    pub who: Option<Who>,
    /// What the credential says; to be believed only where it is genuine.
    pub facts: Option<Facts>,
    pub checks: Vec<Check>,
}

impl Report {
    /// What cannot be looked into, and why.
    pub fn unreadable(kind: Kind, sentence: String) -> Self {
        let genuine = Genuine::Unreadable;
        Report {
            kind,
            genuine,
            sentence,
            validity: None,
            who: None,
            facts: None,
            checks: Vec::new(),
        }
    }

    /// 0 genuine and valid as of its lists; 1 not genuine; 2 genuine, but suspended, withdrawn, expired or not yet
    /// valid; 3 genuine, state unknown; 4 unreadable, or no key at hand to check it with.
    pub fn exit_code(&self) -> u8 {
        match (self.genuine, self.validity.as_ref().map(|validity| validity.state)) {
            (Genuine::Yes, Some(State::Valid)) => 0,
            (Genuine::No, _) => 1,
            (Genuine::Yes, Some(State::Unknown) | None) => 3,
            (Genuine::Yes, Some(_)) => 2,
            (Genuine::Unproven | Genuine::Unreadable, _) => 4,
        }
    }
}
