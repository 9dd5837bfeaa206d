//! A log that was cut, forked or changed, and checkpoints that are not what they seem.

use super::*;

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
fn a_proof_has_one_text() {
    let kept = Kept::of(300, 300);
    let text = Proof { extra: Some(b"an entry".to_vec()), ..kept.proof(42) }.text();
    assert_eq!(Proof::parse(&text).unwrap().text(), text);
    assert!(Proof::parse(&text.replace("extra ", "extra extra ")).is_err());
    assert!(Proof::parse(&text.replace("index 42", "index 042")).is_err());
}

#[test]
fn a_missing_or_cut_tile_is_named() {
    let mut kept = Kept::of(300, 300);
    kept.tiles.get_mut(&(0, 1)).unwrap().truncate(31 * 32);
    let said = inclusion(299, 300, &mut kept.read());
    assert_eq!(said, Err(Broken::TileMissing("tile/0/001.p/44".into())));
}

#[test]
fn what_was_sealed_is_checked_again_tile_by_tile() {
    let mut kept = Kept::of(600, 100);
    let leaves: Vec<Hash> = (0..600).map(leaf).collect();
    let begun = Edge::default().recheck(&leaves[..350], &mut kept.read()).unwrap();
    assert_eq!(begun.recheck(&leaves[350..], &mut kept.read()).unwrap(), kept.edge());
    let said = begun.recheck(&leaves[351..], &mut kept.read());
    assert_eq!(said, Err(Broken::TileWrong("tile/0/001".into())));
    kept.tiles.get_mut(&(1, 0)).unwrap()[3] ^= 1;
    let said = begun.recheck(&leaves[350..], &mut kept.read());
    assert_eq!(said, Err(Broken::TileWrong("tile/1/000.p/2".into())));
}
