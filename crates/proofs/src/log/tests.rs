//! The log against known roots, against itself at any size, and against whoever cuts, forks or forges it.

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

#[test]
fn the_roots_of_the_test_tree_of_certificate_transparency_are_ours() {
    let entries = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut edge = Edge::default();
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(hex::encode(edge.root()), empty);
    for (entry, root) in entries.iter().zip(roots) {
        edge = edge.append(&[leaf_hash(&hex::decode(entry).unwrap())]).unwrap().edge;
        assert_eq!(hex::encode(edge.root()), root);
    }
}

#[test]
fn the_note_and_key_of_the_specification_are_read() {
    let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let verifier = Verifier::from_text(text).unwrap();
    assert_eq!(verifier.text(), text);
    let note = "This is an example message.\n\n\u{2014} example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    assert_eq!(verifier.open(note).unwrap(), "This is an example message.\n");
    let changed = note.replace("example message", "exemple message");
    assert_eq!(verifier.open(&changed), Err(Broken::WrongSignature("example.com/foo".into())));
    let misnamed = text.replace("530d903a", "530d903b");
    assert!(matches!(Verifier::from_text(&misnamed), Err(Broken::Malformed { .. })));
}

#[test]
fn tiles_stand_where_the_specification_puts_them() {
    let path = |level, index, width| Tile { level, index, width }.path();
    assert_eq!(path(0, 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(path(1, 0, 17), "tile/1/000.p/17");
    for tile in ["tile/0/x001/x234/067", "tile/63/000.p/255", "tile/entries/x001/000.p/1"] {
        let (read, entries) = Tile::from_path(tile).unwrap();
        assert_eq!(if entries { read.entries_path() } else { read.path() }, tile);
    }
    for wrong in [
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/0/x001/x067",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/x000/001",
        "tile/-1/001",
        "tile/0/../001",
    ] {
        assert_eq!(Tile::from_path(wrong), None, "{wrong}");
    }
    // The specification's example: 70,000 leaves.
    assert_eq!(Tile::of_tree(0, 273, 70_000).unwrap().width, 112);
    assert_eq!(Tile::of_tree(1, 1, 70_000).unwrap().width, 17);
    assert_eq!(Tile::of_tree(2, 0, 70_000).unwrap().width, 1);
    assert_eq!(Tile::of_tree(3, 0, 70_000), None);
    assert_eq!(Tile::of_tree(1, 0, 256).unwrap().width, 1);
}

#[test]
fn a_tree_of_seventy_thousand_has_the_root_of_the_definition_however_it_was_appended() {
    let leaves: Vec<Hash> = (0..70_000).map(leaf).collect();
    let root_there = root_by_definition(&leaves);
    let kept = Kept::of(70_000, 999);
    assert_eq!(kept.edge().root(), root_there);
    assert_eq!(root(70_000, &mut kept.read()).unwrap(), root_there);
    assert_eq!(kept.tiles.len(), 273 + 1 + 1 + 1 + 1);
    for index in [0, 255, 256, 65_535, 65_536, 69_999] {
        kept.proof(index).verify(&entry(index).bytes().unwrap(), &verifier(1)).unwrap();
    }
    let proof = consistency(65_537, 70_000, &mut kept.read()).unwrap();
    let old = root_by_definition(&leaves[..65_537]);
    verify_consistency((65_537, &old), (70_000, &root_there), &proof).unwrap();
}

#[test]
fn a_cut_log_and_a_forked_log_are_found() {
    let kept = Kept::of(600, 600);
    let older = Checkpoint::open(&Kept::of(300, 300).checkpoint(1), &verifier(1)).unwrap();
    let newer = Checkpoint::open(&kept.checkpoint(1), &verifier(1)).unwrap();
    let proof = consistency(300, 600, &mut kept.read()).unwrap();
    newer.continues(&older, &proof).unwrap();
    assert_eq!(older.continues(&newer, &proof), Err(Broken::NotContinued), "cut");
    assert_eq!(older.continues(&newer, &[]), Err(Broken::NotContinued), "cut");

    let mut forked = Kept::of(299, 299);
    forked.append(&[leaf(7_777)]);
    let beside = Checkpoint::open(&forked.checkpoint(1), &verifier(1)).unwrap();
    assert_eq!(beside.size, older.size);
    assert_eq!(beside.continues(&older, &[]), Err(Broken::NotContinued), "same size");
    assert_eq!(newer.continues(&beside, &proof), Err(Broken::NotContinued), "other past");
}

#[test]
fn another_log_s_checkpoint_and_another_key_s_are_refused() {
    let kept = Kept::of(3, 3);
    let note = kept.checkpoint(1);
    let other = Verifier::new("assay.example/log/other", key(1).public()).unwrap();
    let unsigned = |name: &str| Err(Broken::NotSigned(name.into()));
    assert_eq!(Checkpoint::open(&note, &other), unsigned("assay.example/log/other"));
    assert_eq!(Checkpoint::open(&note, &verifier(2)), unsigned(ORIGIN));
    let theirs = Checkpoint { origin: "other.example".into(), size: 1, root: leaf(0) };
    let signed = NoteSigner::new(ORIGIN, &key(1)).unwrap().sign(&theirs.text());
    let said = Checkpoint::open(&signed, &verifier(1));
    assert_eq!(said, Err(Broken::OtherOrigin("other.example".into())));
}

#[test]
fn a_signature_with_a_wrong_key_id_does_not_count_and_a_false_one_condemns() {
    let note = Kept::of(3, 3).checkpoint(1);
    let (text, line) = note.trim_end().rsplit_once(' ').unwrap();
    let signature = STANDARD.decode(line).unwrap();
    let with = |bytes: &[u8]| format!("{text} {}\n", STANDARD.encode(bytes));
    let mut wrong_id = signature.clone();
    wrong_id[0] ^= 1;
    let said = Checkpoint::open(&with(&wrong_id), &verifier(1));
    assert_eq!(said, Err(Broken::NotSigned(ORIGIN.into())));
    let mut false_one = signature;
    false_one[10] ^= 1;
    let said = Checkpoint::open(&with(&false_one), &verifier(1));
    assert_eq!(said, Err(Broken::WrongSignature(ORIGIN.into())));
    let witnessed = format!("{note}\u{2014} witness.example {}\n", STANDARD.encode(wrong_id));
    assert!(
        Checkpoint::open(&witnessed, &verifier(1)).is_ok(),
        "unknown signatures are passed over"
    );
    assert!(Checkpoint::open(&format!("{}\u{2014} x\n", note), &verifier(1)).is_err());
}

#[test]
fn a_missing_or_cut_tile_is_named() {
    let mut kept = Kept::of(300, 300);
    kept.tiles.get_mut(&(0, 1)).unwrap().truncate(31 * 32);
    let said = inclusion(299, 300, &mut kept.read());
    assert_eq!(said, Err(Broken::TileMissing("tile/0/001.p/44".into())));
}

#[test]
fn entries_are_bundled_and_come_back() {
    let entries: Vec<Vec<u8>> = (0..256).map(|n| entry(n).bytes().unwrap()).collect();
    let bytes = bundle(&entries).unwrap();
    assert_eq!(unbundle(&bytes).unwrap(), entries);
    assert!(unbundle(&bytes[..bytes.len() - 1]).is_err());
    assert!(unbundle(&[bytes.as_slice(), &[0, 0]].concat()).is_err());
    assert!(bundle(&[vec![0; 65_536]]).is_err());
}

#[test]
fn the_vectors_of_the_documentation_are_what_is_made_today() {
    let kept = Kept::of(300, 300);
    let bytes = entry(42).bytes().unwrap();
    let proof = Proof { extra: Some(bytes.clone()), ..kept.proof(42) };
    assert_eq!(proof.verify(&bytes, &verifier(1)).unwrap().size, 300);
    let older = consistency(100, 300, &mut kept.read()).unwrap();
    let old_root = Kept::of(100, 100).edge().root();
    let base64 = |hash: &Hash| STANDARD.encode(hash);
    keep("log-checkpoint.txt", kept.checkpoint(1).as_bytes());
    keep("log-proof.tlog-proof", proof.text().as_bytes());
    let json = serde_json::json!({
        "about": "a log of 300 entries; entry n has seq n+1 and as digest n in eight bytes, then 24 zeros",
        "engagement": entry(0).engagement,
        "verifierKey": verifier(1).text(),
        "entry42": String::from_utf8(bytes).unwrap(),
        "leafHash42": base64(&leaf(42)),
        "consistency100to300": {
            "oldRoot": base64(&old_root),
            "newRoot": base64(&kept.edge().root()),
            "proof": older.iter().map(base64).collect::<Vec<_>>(),
        },
    });
    keep("log.json", &pretty(&json));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_entry_of_any_tree_is_proven_and_any_change_is_found(
        size in 1u64..1200, at in any::<prop::sample::Index>(), batch in 1usize..600,
        changed in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let kept = Kept::of(size, batch);
        let leaves: Vec<Hash> = (0..size).map(leaf).collect();
        prop_assert_eq!(kept.edge().root(), root_by_definition(&leaves));
        let index = at.index(size as usize) as u64;
        let proof = kept.proof(index);
        let bytes = entry(index).bytes().unwrap();
        let read = Proof::parse(&proof.text()).unwrap();
        prop_assert_eq!(&read, &proof);
        prop_assert_eq!(read.verify(&bytes, &verifier(1)).unwrap().size, size);
        prop_assert!(read.verify(&entry(index + 1).bytes().unwrap(), &verifier(1)).is_err());
        let mut text = proof.text().into_bytes();
        let changed = changed.index(text.len());
        text[changed] ^= 1 << bit;
        let said = String::from_utf8(text).ok().and_then(|text| Proof::parse(&text).ok());
        prop_assert!(said.is_none_or(|proof| proof.verify(&bytes, &verifier(1)).is_err()));
    }

    #[test]
    fn any_tree_continues_any_of_its_beginnings_and_no_other(
        size in 1u64..1200, at in any::<prop::sample::Index>(), changed in any::<prop::sample::Index>(),
    ) {
        let kept = Kept::of(size, 400);
        let old_size = at.index(size as usize + 1) as u64;
        let (old, new) = (Kept::of(old_size, 400).edge().root(), kept.edge().root());
        let mut proof = consistency(old_size, size, &mut kept.read()).unwrap();
        verify_consistency((old_size, &old), (size, &new), &proof).unwrap();
        prop_assert!(verify_consistency((old_size, &leaf(0)), (size, &leaf(1)), &proof).is_err() || size == 1);
        let longer = [proof.as_slice(), &[new]].concat();
        prop_assert!(verify_consistency((old_size, &old), (size, &new), &longer).is_err());
        if !proof.is_empty() {
            let at = changed.index(proof.len());
            proof[at][0] ^= 1;
            prop_assert!(verify_consistency((old_size, &old), (size, &new), &proof).is_err());
        }
    }

    #[test]
    fn an_edge_cut_or_lengthened_is_refused(size in 1u64..1000, at in any::<prop::sample::Index>()) {
        let bytes = Kept::of(size, 1000).edge;
        prop_assert!(Edge::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
        prop_assert!(Edge::from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn no_bytes_make_the_readers_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        let _ = (Edge::from_bytes(&bytes), unbundle(&bytes), LogEntry::parse(&bytes));
        let _ = (Tile::from_path(&text), Verifier::from_text(&text));
        let proof = format!("c2sp.org/tlog-proof@v1\n{text}");
        prop_assert!(Proof::parse(&proof).is_err());
        prop_assert!(Checkpoint::open(&text, &verifier(1)).is_err());
    }
}
