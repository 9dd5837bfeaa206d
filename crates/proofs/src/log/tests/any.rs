//! Trees of any size, and any change to what is said of them.

use super::*;

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
