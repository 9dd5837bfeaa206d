//! record.json: the engagement's record, entry by entry, with all that its chain of digests covers.

use super::MOST_BYTES_READ;
use crate::strict;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The name of the chain's rule, and the first of what each digest covers.
const RULE: &str = "assay-record-v1";

/// What an entry's digest covers, in order.
pub(super) const FIELDS: [&str; 12] = [
    RULE,
    "body",
    "engagement",
    "seq",
    "at",
    "person",
    "room",
    "act",
    "sentence",
    "forClient",
    "touched",
    "before",
];

/// The whole record of an engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    /// The rule's name: [`RecordFile::new`] sets it.
    format: String,
    /// The body's id, as a UUID is written.
    pub body: String,
    /// The engagement's id, as a UUID is written.
    pub engagement: String,
    /// From the first on, none left out.
    pub entries: Vec<RecordEntry>,
}

/// An entry as the record's table keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordEntry {
    /// From 1.
    pub seq: u64,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The person's id; none for what the house did by itself.
    pub person: Option<String>,
    pub room: String,
    pub act: String,
    pub sentence: String,
    pub for_client: bool,
    /// Lines of "kind id sha256", joined by line feeds.
    pub touched: String,
    /// The digest before, lower-case hexadecimal.
    pub before: String,
    /// This entry's digest, lower-case hexadecimal.
    pub digest: String,
}

impl RecordFile {
    pub fn new(body: String, engagement: String, entries: Vec<RecordEntry>) -> Self {
        RecordFile { format: RULE.into(), body, engagement, entries }
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let record: RecordFile = strict::json(bytes, MOST_BYTES_READ as usize)
            .map_err(|why| format!("It cannot be read: {why}."))?;
        match record.format == RULE {
            true => Ok(record),
            false => Err(format!("Its format is “{}”, which is not known here.", record.format)),
        }
    }

    /// Recomputes the chain from its start; an error is the number of the first entry that does not fit.
    pub fn check(&self) -> Result<(), u64> {
        let mut before = hex::encode(Sha256::digest(format!("{RULE} {}", self.engagement)));
        for (seq, entry) in (1..).zip(&self.entries) {
            let digest = self.digest_of(entry, &before);
            if entry.seq != seq || entry.before != before || entry.digest != digest {
                return Err(seq);
            }
            before = digest;
        }
        Ok(())
    }

    /// The digest of an entry that follows one with the digest `before`.
    pub fn digest_of(&self, entry: &RecordEntry, before: &str) -> String {
        let fields = [
            RULE,
            &self.body,
            &self.engagement,
            &entry.seq.to_string(),
            &entry.at.format(&Rfc3339).unwrap_or_default(),
            entry.person.as_deref().unwrap_or_default(),
            &entry.room,
            &entry.act,
            &entry.sentence,
            if entry.for_client { "true" } else { "false" },
            &entry.touched,
            before,
        ];
        let mut hash = Sha256::new();
        for field in fields {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        hex::encode(hash.finalize())
    }
}
