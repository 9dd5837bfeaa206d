//! Hashing and checking a Merkle tree (RFC 6962, section 2.1; the checks as RFC 9162, section 2.1.3 and 2.1.4).

use super::{Broken, MOST_LEAVES};
use sha2::{Digest, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];

/// Longest proof there can be: one hash for each level, and one more for a consistency proof.
pub(super) const LONGEST_PROOF: usize = 64;

/// A leaf's hash. Leaves and nodes are hashed apart (0x00, 0x01), so that none passes for the other.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new_with_prefix([0]).chain_update(entry).finalize().into()
}

/// A node's hash, of the two below it.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// How many leaves stand left of where a tree of `size` leaves (two or more) divides: the largest power of two below.
pub(super) fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// Whether the leaf stands at this index of the tree with this size and root.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), Broken> {
    if size > MOST_LEAVES {
        return Err(Broken::Size(size));
    }
    if index >= size {
        return Err(Broken::NoSuchLeaf { index, size });
    }
    let (mut climb, mut hash) = (Climb { at: index, last: size - 1 }, *leaf);
    for beside in proof {
        hash = match climb.step().ok_or(Broken::NotIncluded)? {
            Side::Left => node_hash(beside, &hash),
            Side::Right => node_hash(&hash, beside),
        };
    }
    if climb.is_done() && hash == *root { Ok(()) } else { Err(Broken::NotIncluded) }
}

/// Whether the tree `newer` (size, root) begins with all of the tree `older`.
pub fn verify_consistency(
    older: (u64, &Hash),
    newer: (u64, &Hash),
    proof: &[Hash],
) -> Result<(), Broken> {
    let ((old_size, old_root), (new_size, new_root)) = (older, newer);
    if new_size > MOST_LEAVES {
        return Err(Broken::Size(new_size));
    }
    if old_size > new_size {
        return Err(Broken::NotContinued);
    }
    let holds = match old_size {
        0 => proof.is_empty() && *old_root == empty_root(),
        _ if old_size == new_size => proof.is_empty() && old_root == new_root,
        _ => roots_along(old_size, new_size, old_root, proof) == Some((*old_root, *new_root)),
    };
    if holds { Ok(()) } else { Err(Broken::NotContinued) }
}

/// The roots of the older and the newer tree as the proof has them; none where it has the wrong length.
fn roots_along(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    proof: &[Hash],
) -> Option<(Hash, Hash)> {
    let complete = (old_size - 1).trailing_ones();
    let mut climb = Climb { at: (old_size - 1) >> complete, last: (new_size - 1) >> complete };
    // Where the older tree is complete its root is where the proof begins, and is not sent along.
    let (first, rest) = match old_size.is_power_of_two() {
        true => (old_root, proof),
        false => proof.split_first()?,
    };
    let (mut old, mut new) = (*first, *first);
    for beside in rest {
        match climb.step()? {
            Side::Left => (old, new) = (node_hash(beside, &old), node_hash(beside, &new)),
            Side::Right => new = node_hash(&new, beside),
        }
    }
    climb.is_done().then_some((old, new))
}

/// On which side a proof's next hash stands.
enum Side {
    Left,
    Right,
}

/// The way from a node up to the root: where one is in the level, and where the level's last node is.
struct Climb {
    at: u64,
    last: u64,
}

impl Climb {
    /// Goes up past the proof's next hash; none where the root is reached already.
    fn step(&mut self) -> Option<Side> {
        if self.is_done() {
            return None;
        }
        let left = self.at & 1 == 1 || self.at == self.last;
        // The last node of a level has none beside it, and goes up as it is, until it is a right child.
        while left && self.at & 1 == 0 && self.at != 0 {
            self.up();
        }
        self.up();
        Some(if left { Side::Left } else { Side::Right })
    }

    fn up(&mut self) {
        (self.at, self.last) = (self.at >> 1, self.last >> 1);
    }

    fn is_done(&self) -> bool {
        self.last == 0
    }
}
