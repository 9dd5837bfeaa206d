//! The log: its notes, proofs, entries, tiles and tree.

use crate::vectors::{KNOWN, owned, vector};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proofs::keys::SigningKey;
use proofs::log::{
    Checkpoint, Edge, Hash, LogEntry, NoteSigner, Proof, Tile, Verifier, bundle, consistency,
    inclusion, leaf_hash, root, unbundle, verify_consistency, verify_inclusion,
};

const ORIGIN: &str = "a.example/log";

fn own_key() -> SigningKey {
    SigningKey::from_seed(&[0x53; 32]).expect("a key")
}

const NOTES: [&[u8]; 3] = [
    vector!("log-checkpoint.txt"),
    vector!("log-checkpoint-100.txt"),
    vector!("log-checkpoint-100-forked.txt"),
];

pub(crate) fn checkpoint_seeds() -> Vec<Vec<u8>> {
    let mut seeds = owned(&NOTES);
    seeds.push([NOTES[0], b"\xe2\x80\x94 other AAAAAAAA\n"].concat());
    seeds
}

/// A checkpoint that is opened says what the log signed, whoever signed it besides.
pub(crate) fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let open = |note: &str| Checkpoint::open(note, &KNOWN.logs[0]);
    let Ok(opened) = open(text) else { return };
    let known = NOTES.map(|note| open(std::str::from_utf8(note).expect("text")));
    assert!(known.contains(&Ok(opened)));
}

pub(crate) fn text_seeds() -> Vec<Vec<u8>> {
    let root = STANDARD.encode([7; 32]);
    owned(&[
        format!("{ORIGIN}\n12\n{root}\n").as_bytes(),
        format!("{ORIGIN}\n0\n{root}\nmore\n").as_bytes(),
    ])
}

/// The text alone is what nobody thought of; the log signs it. What is read of it is written again to the same note.
pub(crate) fn text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let key = own_key();
    let verifier = Verifier::new(ORIGIN, key.public()).expect("a name");
    let signature = STANDARD.encode([verifier.key_id().as_slice(), &key.sign(bytes)].concat());
    let note = format!("{text}\n\u{2014} {ORIGIN} {signature}\n");
    let Ok(opened) = Checkpoint::open(&note, &verifier) else { return };
    let signer = NoteSigner::new(ORIGIN, &key).expect("a name");
    assert_eq!(opened.sign(&signer).as_ref(), Ok(&note));
}

pub(crate) fn proof_seeds() -> Vec<Vec<u8>> {
    owned(&[vector!("log-proof.tlog-proof"), vector!("forged-log-path.tlog-proof")])
}

/// A proof has one text; one that holds is of the entry, at its place, under the log's checkpoint.
pub(crate) fn proof(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(read) = Proof::parse(text) else { return };
    assert_eq!(read.text(), text);
    let genuine = std::str::from_utf8(vector!("log-proof.tlog-proof")).expect("text");
    let genuine = Proof::parse(genuine).expect("a proof");
    let entry = genuine.extra.clone().unwrap_or_default();
    if read.verify(&entry, &KNOWN.logs[0]).is_ok() {
        assert_eq!((read.index, read.path), (genuine.index, genuine.path));
    }
}

pub(crate) fn entry_seeds() -> Vec<Vec<u8>> {
    let entry = LogEntry { engagement: "0192f000-aa".into(), seq: 43, digest: [0xab; 32] };
    vec![entry.bytes().expect("an entry")]
}

pub(crate) fn entry(bytes: &[u8]) {
    let Ok(read) = LogEntry::parse(bytes) else { return };
    assert_eq!(read.bytes().as_deref(), Ok(bytes), "one form");
    assert!(read.seq > 0 && read.engagement.len() <= 64);
}

pub(crate) fn key_seeds() -> Vec<Vec<u8>> {
    vec![KNOWN.logs[0].text().into_bytes()]
}

pub(crate) fn key(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(read) = Verifier::from_text(text) else { return };
    assert_eq!(read.text(), text, "one text for a key");
}

pub(crate) fn tile_seeds() -> Vec<Vec<u8>> {
    owned(&[b"tile/0/x001/x234/067.p/7", b"tile/63/000", b"tile/entries/012.p/255"])
}

/// A tile has one path, and never more than 256 hashes.
pub(crate) fn tile(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some((tile, entries)) = Tile::from_path(text) else { return };
    assert_eq!(if entries { tile.entries_path() } else { tile.path() }, text);
    assert!((1..=256).contains(&tile.width), "{tile:?}");
    let _ = Tile::of_tree(tile.level, tile.index, 1 << 47);
}

pub(crate) fn entries_seeds() -> Vec<Vec<u8>> {
    let of = |entries: &[Vec<u8>]| bundle(entries).expect("a bundle");
    vec![of(&[b"one".to_vec(), Vec::new(), b"three".to_vec()]), of(&vec![Vec::new(); 256])]
}

pub(crate) fn entries(bytes: &[u8]) {
    let Ok(read) = unbundle(bytes) else { return };
    assert!(read.len() <= 256);
    assert_eq!(bundle(&read).as_deref(), Ok(bytes));
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

pub(crate) fn edge_seeds() -> Vec<Vec<u8>> {
    let of = |count| Edge::default().append(&leaves(count)).expect("a tree").edge.to_bytes();
    vec![of(0), of(1), of(7), of(259)]
}

/// An edge has one form, and grows by what is appended.
pub(crate) fn edge(bytes: &[u8]) {
    let Ok(read) = Edge::from_bytes(bytes) else { return };
    assert_eq!(read.to_bytes(), bytes);
    let Ok(grown) = read.append(&leaves(3)) else { return };
    assert_eq!(grown.edge.size(), read.size() + 3);
    let again = Edge::from_bytes(&grown.edge.to_bytes()).expect("the edge is read");
    assert_eq!(again.root(), grown.edge.root());
}

/// The size of the tree, the leaf or the older size, and a proof.
pub(crate) fn tree_seeds() -> Vec<Vec<u8>> {
    let (all, mut seeds) = (leaves(64), Vec::new());
    for (size, at) in [(1, 0), (7, 3), (8, 8), (13, 5), (64, 33)] {
        let mut read = |_: Tile| Some(all.concat());
        let within = inclusion(at.min(size - 1), size, &mut read).expect("a proof");
        let continued = consistency(at, size, &mut read).expect("a proof");
        for proof in [within, continued] {
            seeds.push([[size as u8, at as u8].as_slice(), &proof.concat()].concat());
        }
    }
    seeds
}

/// Only the proof that the tree itself gives holds.
pub(crate) fn tree(bytes: &[u8]) {
    let [size, at, proof @ ..] = bytes else { return };
    let (size, at) = (u64::from(size % 65), u64::from(*at));
    let (proof, beyond) = proof.as_chunks::<32>();
    let all = leaves(64);
    let mut read = |_: Tile| Some(all.concat());
    let newer = root(size, &mut read).expect("a root");
    let leaf = leaf_hash(&at.to_be_bytes());
    if verify_inclusion(&leaf, at, size, proof, &newer).is_ok() {
        assert_eq!(inclusion(at, size, &mut read).as_deref(), Ok(proof));
    }
    let Ok(older) = root(at.min(64), &mut read) else { return };
    if verify_consistency((at.min(64), &older), (size, &newer), proof).is_ok() {
        assert_eq!(consistency(at.min(64), size, &mut read).as_deref(), Ok(proof));
    }
    let _ = beyond;
}
