//! The list of everything that was decided upon, and its digest: the rule by which the platform digests a file.

use super::Wrong;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Most things that a list may name.
const ITEMS_CAP: usize = 100_000;

/// The list, sorted by its lines, with its digest in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub digest: String,
    pub items: Vec<Item>,
}

/// One thing in the file: what it is, its id, and the SHA-256 (lower-case hexadecimal) of what it then was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub kind: String,
    pub id: String,
    pub sha256: String,
}

impl Item {
    /// The item's line: "kind id sha256". A kind and a digest have no space in them, so the line has one reading.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.kind, self.id, self.sha256)
    }

    fn of_line(line: &str) -> Option<Self> {
        let (kind, rest) = line.split_once(' ')?;
        let (id, sha256) = rest.rsplit_once(' ')?;
        Some(Item { kind: kind.into(), id: id.into(), sha256: sha256.into() })
    }

    fn is_sound(&self) -> bool {
        let digest = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let word = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        word(&self.kind)
            && !self.kind.contains(' ')
            && word(&self.id)
            && self.sha256.len() == 64
            && self.sha256.bytes().all(digest)
    }
}

impl Record {
    /// The list of these items, sorted and digested.
    pub fn of(mut items: Vec<Item>) -> Self {
        items.sort_by_cached_key(Item::line);
        let digest = hex::encode(digest_of(&items));
        Record { digest, items }
    }

    /// The list of a manifest's lines, "kind id sha256" each; an error names what is no such line.
    pub fn of_lines(lines: &str) -> Result<Self, Wrong> {
        let items: Option<Vec<Item>> = lines.lines().map(Item::of_line).collect();
        let record = Record::of(items.ok_or(Wrong::Record("a line has not three parts"))?);
        record.check()?;
        Ok(record)
    }

    pub(super) fn check(&self) -> Result<(), Wrong> {
        if self.items.len() > ITEMS_CAP {
            return Err(Wrong::Record("it names more than 100,000 things"));
        }
        if !self.items.iter().all(Item::is_sound) {
            return Err(Wrong::Record("an item has no kind, no id or no SHA-256"));
        }
        if !self.items.is_sorted_by_key(Item::line) {
            return Err(Wrong::Record("its items are not in order"));
        }
        if self.digest != hex::encode(digest_of(&self.items)) {
            return Err(Wrong::Record("its digest is not that of its items"));
        }
        Ok(())
    }
}

/// SHA-256 over "assay-file-v1", a line feed, and the lines joined by line feeds.
fn digest_of(items: &[Item]) -> [u8; 32] {
    let lines: Vec<String> = items.iter().map(Item::line).collect();
    Sha256::digest(format!("assay-file-v1\n{}", lines.join("\n"))).into()
}
