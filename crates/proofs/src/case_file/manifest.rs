//! manifest.json: what the file is about, every entry of it, and by which rule its record is chained.

use super::FORMAT;
use super::record::{FIELDS, RecordFile};
use crate::keys::PublicKey;
use crate::log::Verifier;
use crate::passkey::Site;
use crate::statement::Named;
use crate::strict::{self, Unreadable};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What a file is about, and by what its signatures are verified: said by the body, under its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct About {
    pub body: Named,
    pub client: Named,
    /// The case's id, as the panel's statements name it.
    pub case: String,
    /// What the case is, in words: "Initial certification, ISO/IEC 42001:2023".
    pub title: String,
    /// When the file was made, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: OffsetDateTime,
    /// The body's decision keys, old ones too, as a JWK's `x`.
    pub decision_keys: Vec<String>,
    /// On which sites the panel's passkeys sign.
    pub sites: Vec<Site>,
    /// The verifier key of the body's log; none where nothing was sealed yet.
    pub log: Option<String>,
}

impl About {
    /// The decision keys, read; none where one of them is no key.
    pub(super) fn keys(&self) -> Option<Vec<PublicKey>> {
        self.decision_keys.iter().map(|x| PublicKey::from_x(x)).collect()
    }

    /// The log's key, read; an error in words where it is none.
    pub(super) fn verifier(&self) -> Result<Option<Verifier>, String> {
        self.log.as_deref().map(Verifier::from_text).transpose().map_err(|e| e.to_string())
    }
}

/// An entry of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// How the record is chained, and where it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// What an entry's digest covers, in this order: SHA-256 over each with its length (eight bytes, big-endian)
    /// before it. The first is the rule's name itself.
    pub fields: Vec<String>,
    pub entries: u64,
    /// The last entry's digest, hexadecimal.
    pub head: String,
}

impl Chain {
    pub(super) fn of(record: &RecordFile) -> Self {
        let fields = FIELDS.map(str::to_owned).to_vec();
        let head = record.entries.last().map(|entry| entry.digest.clone()).unwrap_or_default();
        Chain { fields, entries: record.entries.len() as u64, head }
    }
}

/// The manifest, whose canonical bytes (RFC 8785) the body signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: String,
    pub about: About,
    pub chain: Option<Chain>,
    /// All entries but the manifest and its signature, in the file's order.
    pub entries: Vec<Listed>,
}

impl Manifest {
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).ok()
    }

    /// Reads a manifest: of this format, in canonical form.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Manifest = strict::json(bytes, super::MOST_BYTES_READ as usize)
            .map_err(|why: Unreadable| format!("It cannot be read: {why}."))?;
        if manifest.format != FORMAT {
            return Err(format!("Its format is “{}”, which is not known here.", manifest.format));
        }
        match manifest.bytes().is_some_and(|again| again == bytes) {
            true => Ok(manifest),
            false => Err("It is not in canonical form (RFC 8785).".into()),
        }
    }
}
