//! Checkpoints (c2sp.org/tlog-checkpoint): what a log says it is at a size, signed as a note.

use super::note::{NoteSigner, Verifier};
use super::tree::{Hash, verify_consistency};
use super::{Broken, MOST_LEAVES, malformed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const WHAT: &str = "checkpoint";

/// A log's name, its size and its root. The key's name is the log's, as the specification advises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's address without its scheme: "assay.example/log/northmark".
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    pub root: Hash,
}

impl Checkpoint {
    /// The note's text.
    pub(super) fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// The signed note; refused where the signer bears another name than the log.
    pub fn sign(&self, signer: &NoteSigner<'_>) -> Result<String, Broken> {
        match signer.verifier().name() == self.origin {
            true => Ok(signer.sign(&self.text())),
            false => Err(Broken::OtherOrigin(self.origin.clone())),
        }
    }

    /// Reads a checkpoint that the log of this name signed with this key.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, Broken> {
        let checkpoint = Self::parse(verifier.open(note)?)?;
        match checkpoint.origin == verifier.name() {
            true => Ok(checkpoint),
            false => Err(Broken::OtherOrigin(checkpoint.origin)),
        }
    }

    /// Our logs write no extension lines, and none are read: nothing is signed that nobody looks at.
    fn parse(text: &str) -> Result<Self, Broken> {
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
        let [origin, size, root] = lines.as_slice() else {
            return Err(malformed(WHAT, "it has not three lines: origin, size, root"));
        };
        let root = STANDARD.decode(root).ok().and_then(|bytes| bytes.try_into().ok());
        let root = root.ok_or(malformed(WHAT, "its root is not 32 bytes in base64"))?;
        let size = decimal(size).ok_or(malformed(WHAT, "its size is no decimal number"))?;
        if size > MOST_LEAVES {
            return Err(Broken::Size(size));
        }
        Ok(Checkpoint { origin: (*origin).to_owned(), size, root })
    }

    /// Whether this checkpoint continues an older one of the same log, by a consistency proof between them. One that
    /// is smaller, or of the same size with another root, shows that the log was cut or forked.
    pub fn continues(&self, older: &Checkpoint, proof: &[Hash]) -> Result<(), Broken> {
        if older.origin != self.origin {
            return Err(Broken::OtherOrigin(older.origin.clone()));
        }
        verify_consistency((older.size, &older.root), (self.size, &self.root), proof)
    }
}

/// A number in decimal, written in the one way: no sign, no leading zero.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
