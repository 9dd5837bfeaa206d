//! The right edge of a tree: its partial tiles, level by level. All that appending needs, however large the tree.

use super::prove::ReadTile;
use super::tiles::{TILE_HEIGHT, TILE_WIDTH, Tile};
use super::tree::{Hash, empty_root, node_hash, split};
use super::{Broken, MOST_LEAVES, malformed};

/// The edge of a tree of `size` leaves: at each level the hashes that fill no tile yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

/// What appending gives: the next edge, and every tile that is new or wider than before, with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    pub edge: Edge,
    pub tiles: Vec<(Tile, Vec<u8>)>,
}

impl Edge {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The tree with these leaves behind those it has. `leaves` are hashes as [`super::leaf_hash`] makes them.
    pub fn append(&self, leaves: &[Hash]) -> Result<Appended, Broken> {
        let size = self.size.saturating_add(leaves.len() as u64);
        if size > MOST_LEAVES {
            return Err(Broken::Size(size));
        }
        let mut edge = self.clone();
        let mut tiles = Vec::new();
        for leaf in leaves {
            edge.push(*leaf, &mut tiles);
        }
        for (level, hashes) in (0u8..).zip(&edge.levels) {
            let tile = Tile::of_tree(level, edge.full_tiles(level), edge.size);
            let was = Tile::of_tree(level, edge.full_tiles(level), self.size);
            if let Some(tile) = tile.filter(|_| tile != was) {
                tiles.push((tile, hashes.concat()));
            }
        }
        tiles.sort_by_key(|(tile, _)| *tile);
        Ok(Appended { edge, tiles })
    }

    /// As [`Edge::append`], for whoever checks again what was sealed: holds every tile that comes of it against the one
    /// that is kept, and gives the edge from which the check goes on.
    pub fn recheck(&self, leaves: &[Hash], read: &mut ReadTile<'_>) -> Result<Edge, Broken> {
        let appended = self.append(leaves)?;
        for (tile, bytes) in appended.tiles {
            if !read(tile).is_some_and(|kept| kept.starts_with(&bytes)) {
                return Err(Broken::TileWrong(tile.path()));
            }
        }
        Ok(appended.edge)
    }

    /// Adds one leaf; tiles that it fills move into `full`, and their roots up a level.
    fn push(&mut self, leaf: Hash, full: &mut Vec<(Tile, Vec<u8>)>) {
        self.size += 1;
        let mut carried = Some(leaf);
        for level in 0u8.. {
            let Some(hash) = carried.take() else { return };
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(usize::from(level)) else { return };
            hashes.push(hash);
            if hashes.len() as u64 == TILE_WIDTH {
                let done = std::mem::take(hashes);
                carried = Some(root_of(&done));
                let index = self.full_tiles(level) - 1;
                full.push((Tile { level, index, width: TILE_WIDTH as u16 }, done.concat()));
            }
        }
    }

    /// How many full tiles the tree has at a level.
    fn full_tiles(&self, level: u8) -> u64 {
        self.size.checked_shr(TILE_HEIGHT * (u32::from(level) + 1)).unwrap_or(0)
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut subtrees = self.levels.iter().rev().flat_map(|hashes| complete(hashes)).rev();
        let Some(last) = subtrees.next() else { return empty_root() };
        subtrees.fold(last, |right, left| node_hash(&left, &right))
    }

    /// The edge as bytes to keep: its size (eight bytes, big-endian), then the hashes of each level from the lowest
    /// up. How many each level has follows from the size.
    pub fn to_bytes(&self) -> Vec<u8> {
        let hashes = self.levels.iter().flatten().flatten();
        self.size.to_be_bytes().iter().chain(hashes).copied().collect()
    }

    /// The edge of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        let wrong = || malformed("edge of the tree", "its length does not go with its size");
        let (&size, rest) = bytes.split_first_chunk().ok_or_else(wrong)?;
        let size = u64::from_be_bytes(size);
        if size > MOST_LEAVES {
            return Err(Broken::Size(size));
        }
        let (mut hashes, beyond) = rest.as_chunks::<32>();
        let mut levels = Vec::new();
        let mut left = size;
        while left > 0 {
            let width = (left % TILE_WIDTH) as usize;
            let (level, higher) = hashes.split_at_checked(width).ok_or_else(wrong)?;
            levels.push(level.to_vec());
            (hashes, left) = (higher, left / TILE_WIDTH);
        }
        match hashes.is_empty() && beyond.is_empty() {
            true => Ok(Edge { size, levels }),
            false => Err(wrong()),
        }
    }
}

/// The roots of the complete subtrees that a level's hashes make, the largest first.
fn complete(mut hashes: &[Hash]) -> Vec<Hash> {
    let mut roots = Vec::new();
    while !hashes.is_empty() {
        let (subtree, rest) = hashes.split_at(1 << hashes.len().ilog2());
        roots.push(root_of(subtree));
        hashes = rest;
    }
    roots
}

/// The root over hashes of one level (one or more).
pub(super) fn root_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => empty_root(),
        [one] => *one,
        _ => {
            let (left, right) = hashes.split_at(split(hashes.len() as u64) as usize);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}
