//! The log against known roots, against itself at any size, and against whoever cuts, forks or forges it.

mod any;
mod forged;
mod published;
mod vectors;

use super::*;
use crate::kept_vectors::{keep, pretty};
use crate::keys::SigningKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ORIGIN: &str = "assay.example/log/northmark";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn leaf(number: u64) -> Hash {
    leaf_hash(&entry(number).bytes().unwrap())
}

fn entry(number: u64) -> LogEntry {
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&number.to_be_bytes());
    LogEntry { engagement: "0192f000-0000-7000-8000-0000000000aa".into(), seq: number + 1, digest }
}

/// A log as a worker keeps it: the edge as bytes, the widest tile of each place.
#[derive(Default)]
struct Kept {
    edge: Vec<u8>,
    tiles: BTreeMap<(u8, u64), Vec<u8>>,
}

impl Kept {
    fn of(size: u64, batch: usize) -> Self {
        let mut kept = Kept { edge: Edge::default().to_bytes(), ..Kept::default() };
        let leaves: Vec<Hash> = (0..size).map(leaf).collect();
        leaves.chunks(batch.max(1)).for_each(|leaves| kept.append(leaves));
        kept
    }

    fn append(&mut self, leaves: &[Hash]) {
        let appended = Edge::from_bytes(&self.edge).unwrap().append(leaves).unwrap();
        self.edge = appended.edge.to_bytes();
        for (tile, bytes) in appended.tiles {
            assert_eq!(bytes.len(), usize::from(tile.width) * 32);
            let before = self.tiles.insert((tile.level, tile.index), bytes.clone());
            assert!(bytes.starts_with(&before.unwrap_or_default()), "a tile only grows");
        }
    }

    fn read(&self) -> impl FnMut(Tile) -> Option<Vec<u8>> {
        |tile| self.tiles.get(&(tile.level, tile.index)).cloned()
    }

    fn edge(&self) -> Edge {
        Edge::from_bytes(&self.edge).unwrap()
    }

    fn checkpoint(&self, seed: u8) -> String {
        let (size, root) = (self.edge().size(), self.edge().root());
        let (key, origin) = (key(seed), ORIGIN.to_owned());
        Checkpoint { origin, size, root }.sign(&NoteSigner::new(ORIGIN, &key).unwrap()).unwrap()
    }

    fn proof(&self, index: u64) -> Proof {
        let path = inclusion(index, self.edge().size(), &mut self.read()).unwrap();
        Proof { extra: None, index, path, checkpoint: self.checkpoint(1) }
    }
}

fn verifier(seed: u8) -> Verifier {
    Verifier::new(ORIGIN, key(seed).public()).unwrap()
}

/// RFC 6962's definition of the tree's root, word for word, to hold the rest against.
fn root_by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        _ => {
            let middle =
                (1..).map(|k| 1 << k).take_while(|k| *k < leaves.len()).last().unwrap_or(1);
            let (left, right) = leaves.split_at(middle);
            node_hash(&root_by_definition(left), &root_by_definition(right))
        }
    }
}
