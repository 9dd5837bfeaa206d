//! Proofs made from tiles (RFC 6962, sections 2.1.1 and 2.1.2), reading only those that a proof needs.

use super::edge::root_of;
use super::tiles::{TILE_HEIGHT, TILE_WIDTH, Tile, hashes_of};
use super::tree::{Hash, empty_root, node_hash, split};
use super::{Broken, MOST_LEAVES};
use std::collections::BTreeMap;

/// Gives a tile's bytes; more hashes than its width may come, of which the first are taken. None where there is none.
pub type ReadTile<'a> = dyn FnMut(Tile) -> Option<Vec<u8>> + 'a;

/// The root of the tree of so many leaves, as its tiles have it.
pub fn root(size: u64, read: &mut ReadTile<'_>) -> Result<Hash, Broken> {
    Tree::new(size, read)?.root(0, size)
}

/// The proof that the leaf at `index` is in the tree of `size` leaves: siblings from the leaf up.
pub fn inclusion(index: u64, size: u64, read: &mut ReadTile<'_>) -> Result<Vec<Hash>, Broken> {
    if index >= size {
        return Err(Broken::NoSuchLeaf { index, size });
    }
    let mut tree = Tree::new(size, read)?;
    let (mut from, mut to, mut proof) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + split(to - from);
        let (beside, within) = match index < middle {
            true => ((middle, to), (from, middle)),
            false => ((from, middle), (middle, to)),
        };
        proof.push(tree.root(beside.0, beside.1)?);
        (from, to) = within;
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `size` leaves begins with all of its first `older` ones.
pub fn consistency(older: u64, size: u64, read: &mut ReadTile<'_>) -> Result<Vec<Hash>, Broken> {
    if older > size {
        return Err(Broken::Size(older));
    }
    if older == 0 || older == size {
        return Ok(Vec::new());
    }
    let mut tree = Tree::new(size, read)?;
    let (mut from, mut to, mut proof) = (0, size, Vec::new());
    while older != to {
        let middle = from + split(to - from);
        let (beside, within) = match older <= middle {
            true => ((middle, to), (from, middle)),
            false => ((from, middle), (middle, to)),
        };
        proof.push(tree.root(beside.0, beside.1)?);
        (from, to) = within;
    }
    // Where the older tree is the complete left side, its root is known to whoever checks.
    if from != 0 {
        proof.push(tree.root(from, to)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Which tiles a proof reads, for whoever fetches them beforehand: `|read| inclusion(index, size, read)`.
pub fn tiles_of<T>(
    prove: impl FnOnce(&mut ReadTile<'_>) -> Result<T, Broken>,
) -> Result<Vec<Tile>, Broken> {
    let mut tiles = Vec::new();
    prove(&mut |tile| {
        tiles.push(tile);
        Some(vec![0; 32 * usize::from(tile.width)])
    })?;
    Ok(tiles)
}

/// A tree read tile by tile, each once.
struct Tree<'a, 'b> {
    size: u64,
    read: &'a mut ReadTile<'b>,
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'a, 'b> Tree<'a, 'b> {
    fn new(size: u64, read: &'a mut ReadTile<'b>) -> Result<Self, Broken> {
        match size > MOST_LEAVES {
            true => Err(Broken::Size(size)),
            false => Ok(Tree { size, read, tiles: BTreeMap::new() }),
        }
    }

    /// The root over the leaves from `from` up to before `to`, which begin where a subtree of that size does.
    fn root(&mut self, from: u64, to: u64) -> Result<Hash, Broken> {
        match to - from {
            0 => Ok(empty_root()),
            count if count.is_power_of_two() => self.complete(from, count.ilog2()),
            count => {
                let middle = from + split(count);
                Ok(node_hash(&self.root(from, middle)?, &self.root(middle, to)?))
            }
        }
    }

    /// The root over 2^height leaves from `from`, a multiple of that: some hashes in one tile.
    fn complete(&mut self, from: u64, height: u32) -> Result<Hash, Broken> {
        let level = height / TILE_HEIGHT;
        let first = from >> (level * TILE_HEIGHT);
        let (index, at) = (first / TILE_WIDTH, (first % TILE_WIDTH) as usize);
        let count = 1 << (height % TILE_HEIGHT);
        let hashes = self.tile(level as u8, index)?;
        hashes.get(at..at + count).map(root_of).ok_or_else(|| missing(level as u8, index))
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], Broken> {
        if !self.tiles.contains_key(&(level, index)) {
            let tile = Tile::of_tree(level, index, self.size);
            let tile = tile.ok_or_else(|| missing(level, index))?;
            let bytes = (self.read)(tile).unwrap_or_default();
            let hashes =
                hashes_of(&tile, &bytes).ok_or_else(|| Broken::TileMissing(tile.path()))?;
            self.tiles.insert((level, index), hashes);
        }
        Ok(self.tiles.get(&(level, index)).map(Vec::as_slice).unwrap_or_default())
    }
}

fn missing(level: u8, index: u64) -> Broken {
    Broken::TileMissing(Tile { level, index, width: TILE_WIDTH as u16 }.path())
}
