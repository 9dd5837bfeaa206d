//! The sample's log: twelve entries, a checkpoint, and the proof that the fifth is among them.

use super::{DID, Issued};
use crate::bundle::{self, Parts};
use crate::key_set::{KeySet, KnownKey};
use crate::keys::SigningKey;
use crate::log::{Checkpoint, Edge, LogEntry, NoteSigner, Proof, Tile, inclusion, leaf_hash};
use crate::verify::did_of_log;

pub(crate) const ORIGIN: &str = "register.halden-cert.example/b/halden/log";
/// The seed of the log's key.
pub(crate) const LOG: u8 = 9;

/// A log of twelve entries, its checkpoint, and the proof of the fifth.
pub(crate) fn logged(origin: &str, key: &SigningKey) -> (String, Proof) {
    let entry = |n: u64| LogEntry {
        engagement: "0192f000-0000-7000-8000-0000000000aa".into(),
        seq: n + 1,
        digest: [n as u8; 32],
    };
    let leaves: Vec<Vec<u8>> = (0..12).map(|n| entry(n).bytes().unwrap()).collect();
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let edge = Edge::default().append(&hashes).unwrap().edge;
    let signer = NoteSigner::new(origin, key).unwrap();
    let checkpoint = Checkpoint { origin: origin.into(), size: 12, root: edge.root() };
    let note = checkpoint.sign(&signer).unwrap();
    let path = inclusion(4, 12, &mut |_: Tile| Some(hashes.concat())).unwrap();
    let proof = Proof { extra: Some(leaves[4].clone()), index: 4, path, checkpoint: note.clone() };
    (note, proof)
}

/// The issuer's keys, with the log's.
pub(crate) fn keys_with(issued: &Issued, log: Option<&SigningKey>) -> KeySet {
    let mut keys = issued.keys.clone();
    keys.keys.extend(log.map(|key| KnownKey::of(&did_of_log(DID), key.public())));
    keys
}

impl Issued {
    /// The bundle with these keys, and with something of the log.
    pub(crate) fn logged(
        &self,
        keys: &[u8],
        checkpoint: Option<&[u8]>,
        log_proof: Option<&[u8]>,
    ) -> Vec<u8> {
        let parts = Parts { checkpoint, log_proof, ..self.parts(&self.pdf, keys) };
        bundle::write(&parts).unwrap()
    }
}
