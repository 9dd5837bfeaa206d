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
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for beside in proof {
        if last == 0 {
            return Err(Broken::NotIncluded);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(beside, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match last == 0 && hash == *root {
        true => Ok(()),
        false => Err(Broken::NotIncluded),
    }
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
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    // Where the older tree is complete its root is where the proof begins, and is not sent along.
    let (first, rest) = match old_size.is_power_of_two() {
        true => (old_root, proof),
        false => proof.split_first()?,
    };
    let (mut old, mut new) = (*first, *first);
    for beside in rest {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            (old, new) = (node_hash(beside, &old), node_hash(beside, &new));
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            new = node_hash(&new, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some((old, new))
}
