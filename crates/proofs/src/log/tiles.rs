//! Tiles and entry bundles (c2sp.org/tlog-tiles): where each stands, and its bytes.

use super::tree::Hash;
use super::{Broken, malformed};

/// How many hashes, or entries, a full tile has.
pub const TILE_WIDTH: u64 = 256;
/// How many levels of the tree a tile spans.
pub(super) const TILE_HEIGHT: u32 = 8;
/// Longest path of a tile that is read.
const PATH_CAP: usize = 64;
/// Highest level of tiles.
const MOST_LEVEL: u8 = 63;

/// A tile by its level, its index in the level and its width (1 to 256; below 256 it is partial). The narrower tile
/// of a place is the beginning of the wider one, so whoever keeps tiles keeps the widest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    pub level: u8,
    pub index: u64,
    pub width: u16,
}

impl Tile {
    /// Where the tile stands below the log's address: "tile/0/x001/234.p/7".
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, self.place())
    }

    /// Where the entries under a tile of level 0 stand: "tile/entries/x001/234.p/7".
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}", self.place())
    }

    /// The tile of a path as [`Tile::path`] writes it, or the bundle of one as [`Tile::entries_path`] does (then
    /// true stands beside). None where it is not written in just that way.
    pub fn from_path(path: &str) -> Option<(Self, bool)> {
        let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
        let entries = level == "entries";
        let level = if entries { 0 } else { level.parse().ok().filter(|l| *l <= MOST_LEVEL)? };
        let (index, width) = match place.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok()?),
            None => (place, TILE_WIDTH as u16),
        };
        let index: String = index.split('/').map(|part| part.trim_start_matches('x')).collect();
        let tile = Tile { level, index: index.parse().ok()?, width };
        let same = if entries { tile.entries_path() } else { tile.path() } == path;
        let wide = (1..=TILE_WIDTH as u16).contains(&width);
        (path.len() <= PATH_CAP && wide && same).then_some((tile, entries))
    }

    /// Whether it has all of its hashes.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == TILE_WIDTH
    }

    /// The tile at this place in a tree of so many leaves; none where the tree does not reach it.
    pub fn of_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let hashes = size.checked_shr(TILE_HEIGHT * u32::from(level)).unwrap_or(0);
        let width = hashes.checked_sub(index.checked_mul(TILE_WIDTH)?)?.min(TILE_WIDTH) as u16;
        (width > 0).then_some(Tile { level, index, width })
    }

    fn place(&self) -> String {
        let mut rest = self.index / 1000;
        let mut place = format!("{:03}", self.index % 1000);
        while rest > 0 {
            place = format!("x{:03}/{place}", rest % 1000);
            rest /= 1000;
        }
        if self.is_full() { place } else { format!("{place}.p/{}", self.width) }
    }
}

/// A tile's hashes from its bytes; `None` where they are fewer than its width.
pub(super) fn hashes_of(tile: &Tile, bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, _) = bytes.as_chunks::<32>();
    hashes.get(..usize::from(tile.width)).map(<[Hash]>::to_vec)
}

/// The bundle of up to 256 entries: each with its length (two bytes, big-endian) before it.
pub fn bundle(entries: &[Vec<u8>]) -> Result<Vec<u8>, Broken> {
    const WHAT: &str = "bundle of entries";
    if entries.len() as u64 > TILE_WIDTH {
        return Err(malformed(WHAT, "it has more than 256 entries"));
    }
    let mut bytes = Vec::new();
    for entry in entries {
        let len = u16::try_from(entry.len())
            .map_err(|_| malformed(WHAT, "an entry has more than 65,535 bytes"))?;
        bytes.extend(len.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle.
pub fn unbundle(mut bytes: &[u8]) -> Result<Vec<Vec<u8>>, Broken> {
    const WHAT: &str = "bundle of entries";
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        if entries.len() as u64 == TILE_WIDTH {
            return Err(malformed(WHAT, "it has more than 256 entries"));
        }
        let early = || malformed(WHAT, "it ends early");
        let (&len, rest) = bytes.split_first_chunk().ok_or_else(early)?;
        let len = usize::from(u16::from_be_bytes(len));
        let (entry, rest) = rest.split_at_checked(len).ok_or_else(early)?;
        entries.push(entry.to_vec());
        bytes = rest;
    }
    Ok(entries)
}
