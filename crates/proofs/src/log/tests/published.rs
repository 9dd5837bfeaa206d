//! The log as the specifications have it: their roots, notes, paths and examples.

use super::*;

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
        "tile/0/000.p/510",
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
fn the_tiles_of_a_proof_are_known_beforehand() {
    let kept = Kept::of(70_000, 70_000);
    let tiles = tiles_of(|read| inclusion(5, 70_000, read)).unwrap();
    let fetched: BTreeMap<Tile, Vec<u8>> =
        tiles.iter().map(|tile| (*tile, kept.read()(*tile).unwrap())).collect();
    let proof = inclusion(5, 70_000, &mut |tile| fetched.get(&tile).cloned()).unwrap();
    verify_inclusion(&leaf(5), 5, 70_000, &proof, &kept.edge().root()).unwrap();
    assert!(tiles.len() <= 5, "{tiles:?}");
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
