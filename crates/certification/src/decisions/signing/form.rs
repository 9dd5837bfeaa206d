//! What a member fills in before signing; everything that is wrong with it is said at once.

use crate::decisions::{CaseKind, Vote};
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use proofs::statement::Factor;

/// What a member ticks before signing: the key in the form, and the sentence as it is kept.
pub const STATEMENTS: [(&str, &str); 3] = [
    (
        "read",
        "I have read the whole record of this certification, as it stands under the digest shown.",
    ),
    ("no_part", "I took no part in any audit of this client in the current cycle."),
    ("no_conflict", "I have no conflict of interest in this client."),
];

/// A vote and with what it will be signed, as typed.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Signature {
    /// The id of what then waits to be signed, so that a form sent twice prepares one.
    pub id: String,
    pub vote: String,
    pub reason: String,
    pub statement: Vec<String>,
    /// The digest that the page showed, in hexadecimal.
    pub record_digest: String,
    /// "passkey" or "code": the button that was pressed.
    pub by: String,
}

impl Signature {
    /// The vote, one of those that the case's kind allows, its reason and the factor; messages stand in the order
    /// of the form.
    pub(super) fn read(&self, kind: CaseKind) -> Result<(Vote, String, Factor)> {
        let mut r = Reading::default();
        if STATEMENTS.iter().any(|(key, _)| !self.statement.iter().any(|ticked| ticked == key)) {
            r.errors.add(
                "statement",
                "Tick each of the three statements; without them you cannot sign",
            );
        }
        let allowed = |key: &str| Vote::from_key(key).filter(|vote| kind.outcomes().contains(vote));
        let vote = r.choice("vote", &self.vote, "what you are for", allowed);
        let reason =
            r.required("reason", &self.reason, "your reason; it is kept with your signature", LONG);
        let by = r.choice("by", &self.by, "with what you sign", factor);
        r.done()?;
        Ok((vote.ok_or(Error::NotFound)?, reason, by.ok_or(Error::NotFound)?))
    }
}

fn factor(by: &str) -> Option<Factor> {
    match by {
        "passkey" => Some(Factor::Passkey),
        "code" => Some(Factor::PasswordAndCode),
        _ => None,
    }
}
