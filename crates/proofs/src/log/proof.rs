//! Proofs as files (c2sp.org/tlog-proof): that an entry is in a log, with the signed checkpoint, to be checked off line.

use super::checkpoint::{Checkpoint, decimal};
use super::note::{self, Verifier};
use super::tree::{Hash, LONGEST_PROOF, leaf_hash, verify_inclusion};
use super::{Broken, malformed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const WHAT: &str = "proof";
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// Most bytes of a proof that are read: a checkpoint, a path and what is said beside.
const CAP: usize = note::CAP + 16 * 1024;

/// A proof of inclusion with its checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Not covered by any signature; ours carry the entry itself, so that a reader sees what is proven.
    pub extra: Option<Vec<u8>>,
    pub index: u64,
    pub path: Vec<Hash>,
    /// The signed note, byte for byte.
    pub checkpoint: String,
}

impl Proof {
    /// The proof as text.
    pub fn text(&self) -> String {
        let extra = self.extra.as_ref().map(|bytes| format!("extra {}\n", STANDARD.encode(bytes)));
        let path: String = self.path.iter().map(|hash| STANDARD.encode(hash) + "\n").collect();
        let (index, checkpoint) = (self.index, &self.checkpoint);
        format!("{FIRST_LINE}\n{}index {index}\n{path}\n{checkpoint}", extra.unwrap_or_default())
    }

    /// Reads a proof; nothing is verified yet.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        if text.len() > CAP {
            return Err(malformed(WHAT, "it is too long"));
        }
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or(malformed(WHAT, "no blank line ends it"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(malformed(WHAT, "its first line is not c2sp.org/tlog-proof@v1"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra.and_then(|line| line.strip_prefix("extra ")).map(decode).transpose()?;
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index.and_then(decimal).ok_or(malformed(WHAT, "it names no index"))?;
        let path: Vec<Hash> = lines.map(hash_of).collect::<Result<_, _>>()?;
        if path.len() > LONGEST_PROOF {
            return Err(malformed(WHAT, "its path is longer than any tree is high"));
        }
        Ok(Proof { extra, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// The checkpoint, if this log signed it and the entry with these bytes is in its tree at the index.
    pub fn verify(&self, entry: &[u8], log: &Verifier) -> Result<Checkpoint, Broken> {
        let checkpoint = Checkpoint::open(&self.checkpoint, log)?;
        let (size, root) = (checkpoint.size, &checkpoint.root);
        verify_inclusion(&leaf_hash(entry), self.index, size, &self.path, root)?;
        Ok(checkpoint)
    }
}

fn decode(text: &str) -> Result<Vec<u8>, Broken> {
    STANDARD.decode(text).map_err(|_| malformed(WHAT, "a line of it is not base64"))
}

fn hash_of(line: &str) -> Result<Hash, Broken> {
    decode(line)?.try_into().map_err(|_| malformed(WHAT, "a hash of it has not 32 bytes"))
}
