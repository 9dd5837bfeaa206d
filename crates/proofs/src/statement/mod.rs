//! The statement that a member of the panel signs: what was decided upon, by whom and how, as one form of bytes
//! (RFC 8785), so that a stranger recomputes what was signed from what is shown.

#[cfg(test)]
mod chromium_tests;
mod record;
mod signed;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod vector_tests;

pub use record::{Item, Record};
pub use signed::{PanelSignature, Signature, Signer, Trusted};

use crate::base64url;
use crate::passkey::Refused;
use crate::strict::{self, Unreadable};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The name of the format, in every statement.
pub const FORMAT: &str = "assay-decision-statement-v1";
/// Most bytes of a statement that are read.
pub const CAP: usize = 16 * 1024 * 1024;

/// One vote and all it rests on. Unknown members are refused, so a statement says nothing that a reader overlooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Always [`FORMAT`].
    pub format: String,
    /// The certification body.
    pub body: Named,
    /// The case's id.
    pub case: String,
    /// What kind of case it is: initial, surveillance, suspension and so on.
    pub kind: String,
    pub client: Named,
    /// The standard with its edition.
    pub standard: String,
    /// The scope in the words that are decided upon.
    pub scope: String,
    /// Everything in the file when the member signed.
    pub record: Record,
    /// The question that was put, in words.
    pub question: String,
    pub vote: String,
    /// The member's reason; may be empty.
    pub reason: String,
    /// What the member declared, each in the words that were ticked.
    pub declarations: Vec<String>,
    pub member: Named,
    /// In which role the member sits on the panel.
    pub role: String,
    pub factor: Factor,
    pub key: KeyOf,
    /// When the member signed: UTC, by the installation's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Random, so that no two statements are alike and none can be prepared beforehand.
    #[serde(with = "base64url")]
    pub nonce: [u8; 16],
}

/// Somebody or something by its id, with the name that people know it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// With what the member showed who they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Factor {
    #[serde(rename = "passkey")]
    Passkey,
    #[serde(rename = "password and one-time code")]
    PasswordAndCode,
    #[serde(rename = "password")]
    Password,
}

/// Whose key signs: the statement says it, for it makes a difference to what the signature proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyOf {
    #[serde(rename = "the member's own")]
    Member,
    #[serde(rename = "the body's on the member's behalf")]
    Body,
}

impl Factor {
    /// Whose key signs where this was the factor.
    pub fn key(self) -> KeyOf {
        match self {
            Factor::Passkey => KeyOf::Member,
            Factor::PasswordAndCode | Factor::Password => KeyOf::Body,
        }
    }
}

/// What is wrong with a statement or its signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("The statement cannot be read: {0}.")]
    Unreadable(#[from] Unreadable),
    #[error("The statement is not in canonical form (RFC 8785), so it is not what was signed.")]
    NotCanonical,
    #[error("The statement is of the format “{0}”, which is not known here.")]
    Format(String),
    #[error("The list of the record is wrong: {0}.")]
    Record(&'static str),
    #[error("The statement does not say {0}.")]
    Missing(&'static str),
    #[error("The statement says of its time or its key what cannot be: {0}.")]
    Contradiction(&'static str),
    #[error("{0}")]
    Passkey(#[from] Refused),
    #[error("The signature names a site that is not one of the body's: {0}.")]
    UnknownSite(String),
    #[error("The signature is by a key that is not known as the body's: {0}.")]
    UnknownKey(String),
    #[error("The signature is not the body's over this statement.")]
    WrongSignature,
}

impl Statement {
    /// The bytes that are signed. Refuses what [`Statement::parse`] would refuse, so nothing is signed that nobody
    /// can verify.
    pub fn bytes(&self) -> Result<Vec<u8>, Wrong> {
        self.check()?;
        let bytes = serde_json_canonicalizer::to_vec(self).map_err(|_| Wrong::NotCanonical)?;
        match bytes.len() {
            len if len > CAP => Err(Unreadable::TooLong { len, cap: CAP }.into()),
            _ => Ok(bytes),
        }
    }

    /// Reads a statement: strictly, in canonical form only, its record's digest recomputed.
    pub fn parse(bytes: &[u8]) -> Result<Self, Wrong> {
        let statement: Statement = strict::json(bytes, CAP)?;
        if statement.bytes()? != bytes {
            return Err(Wrong::NotCanonical);
        }
        Ok(statement)
    }

    fn check(&self) -> Result<(), Wrong> {
        if self.format != FORMAT {
            return Err(Wrong::Format(self.format.clone()));
        }
        let needed = [
            (&self.body.id, "which body decides"),
            (&self.case, "which case it is"),
            (&self.question, "which question was put"),
            (&self.vote, "how the member voted"),
            (&self.member.id, "who signs"),
        ];
        if let Some((_, what)) = needed.into_iter().find(|(text, _)| text.is_empty()) {
            return Err(Wrong::Missing(what));
        }
        if !self.at.offset().is_utc() {
            return Err(Wrong::Contradiction("the time is not in UTC"));
        }
        if self.factor.key() != self.key {
            return Err(Wrong::Contradiction("the factor and the key do not go together"));
        }
        self.record.check()
    }
}
