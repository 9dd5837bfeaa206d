//! What a member fills in to sign; everything that is wrong with it is said at once, the password included.

use crate::actor::Actor;
use crate::db::Db;
use crate::decisions::{CaseKind, Vote};
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::people::{self, Proven};

/// What a member ticks before signing: the key in the form, and the sentence as it is kept.
pub const STATEMENTS: [(&str, &str); 3] = [
    (
        "read",
        "I have read the whole record of this certification, as it stands under the digest shown.",
    ),
    ("no_part", "I took no part in any audit of this client in the current cycle."),
    ("no_conflict", "I have no conflict of interest in this client."),
];

/// A vote and its signature, as typed; the password comes beside it and is never kept.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Signature {
    pub vote: String,
    pub reason: String,
    pub statement: Vec<String>,
    /// The digest that the page showed, in hexadecimal.
    pub record_digest: String,
}

impl Signature {
    /// The vote, one of those that the case's kind allows once that is known, and its reason; messages stand in
    /// the order of the form.
    pub(super) fn read(&self, kind: Option<CaseKind>) -> Result<(Vote, String)> {
        let mut r = Reading::default();
        if STATEMENTS.iter().any(|(key, _)| !self.statement.iter().any(|ticked| ticked == key)) {
            r.errors.add(
                "statement",
                "Tick each of the three statements; without them you cannot sign",
            );
        }
        let allowed = |key: &str| {
            Vote::from_key(key)
                .filter(|vote| kind.is_none_or(|kind| kind.outcomes().contains(vote)))
        };
        let vote = r.choice("vote", &self.vote, "what you are for", allowed);
        let reason =
            r.required("reason", &self.reason, "your reason; it is kept with your signature", LONG);
        r.done()?;
        Ok((vote.ok_or(Error::NotFound)?, reason))
    }
}

/// The proof that the acting member gave the password again, for a form that can be signed (DEC-3). A wrong
/// password does not hide what else is wrong, nor is it hidden; it is counted either way.
pub async fn prove(db: &Db, actor: &Actor, form: &Signature, password: &str) -> Result<Proven> {
    let proven = people::prove(db, actor, password).await;
    match (form.read(None), proven) {
        (Err(Error::Invalid(mut form)), Err(Error::Invalid(password))) => {
            form.0.extend(password.0);
            Err(form.into())
        }
        (Err(form), Ok(_)) => Err(form),
        (_, proven) => proven,
    }
}
