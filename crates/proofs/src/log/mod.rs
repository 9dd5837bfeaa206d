//! The log: one Merkle tree per body over the digests of its record's entries, in the public formats of C2SP
//! (tlog-tiles, tlog-checkpoint, signed-note, tlog-proof), so that tools of others read it. Digests only.
//!
//! Whoever seals keeps an [`Edge`]: the tree's right side, a few kilobytes however large the tree is. Appending gives
//! the next edge and the tiles that changed; nothing is held in between.

mod checkpoint;
mod edge;
mod entry;
mod note;
mod proof;
mod prove;
#[cfg(test)]
mod tests;
mod tiles;
mod tree;

pub use checkpoint::Checkpoint;
pub use edge::{Appended, Edge};
pub use entry::LogEntry;
pub use note::{NoteSigner, Verifier};
pub use proof::Proof;
pub use prove::{ReadTile, consistency, inclusion, root, tiles_of};
pub use tiles::{TILE_WIDTH, Tile, bundle, unbundle};
pub use tree::{Hash, empty_root, leaf_hash, node_hash, verify_consistency, verify_inclusion};

/// Most leaves a tree may have: far more than a body ever records, and no shift overflows.
pub const MOST_LEAVES: u64 = 1 << 48;

/// Why something of a log is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("The {what} is malformed: {why}.")]
    Malformed { what: &'static str, why: &'static str },
    #[error("The tree has {size} leaves; there is none at {index}.")]
    NoSuchLeaf { index: u64, size: u64 },
    #[error("The tree cannot have {0} leaves.")]
    Size(u64),
    #[error("The tile {0} is missing or is not as wide as it must be.")]
    TileMissing(String),
    #[error("The tile {0} is not what the log's entries make.")]
    TileWrong(String),
    #[error("The entry is not in the tree at this place, or not in this tree.")]
    NotIncluded,
    #[error("The newer tree does not continue the older one: the log was cut or forked.")]
    NotContinued,
    #[error("The checkpoint is of another log: {0}.")]
    OtherOrigin(String),
    #[error("The checkpoint carries no signature by the key of {0}.")]
    NotSigned(String),
    #[error("The checkpoint's signature by {0} is not genuine.")]
    WrongSignature(String),
}

fn malformed(what: &'static str, why: &'static str) -> Broken {
    Broken::Malformed { what, why }
}
