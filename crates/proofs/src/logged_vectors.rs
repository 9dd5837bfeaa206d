//! The vectors of bundles that bring something of the body's log: as it should be, cut, moved, forked and forged.

use crate::log::Proof;
use crate::sample::logged::{LOG, ORIGIN, keys_with, logged};
use crate::sample::{self, Issued};

/// A bundle whose keys are the issuer's and its log's, with this checkpoint and this proof.
fn bundle(checkpoint: &str, proof: Option<&str>) -> Vec<u8> {
    let issued = Issued::new();
    let keys = keys_with(&issued, Some(&sample::key(LOG))).bytes();
    issued.logged(&keys, Some(checkpoint.as_bytes()), proof.map(str::as_bytes))
}

/// Name and bytes of each.
pub(crate) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let (note, proof) = logged(ORIGIN, &sample::key(LOG));
    let (others, of_others) = logged(ORIGIN, &sample::key(8));
    let text = proof.text();
    let moved = Proof { index: 5, ..proof.clone() }.text();
    let grown = note.replace("\n12\n", "\n13\n");
    let again = format!("{note}\u{2014} a.witness.example AAAAAAAA\n");
    let cut = &text[..text.rfind('\u{2014}').unwrap()];
    vec![
        ("bundle-logged.zip", bundle(&note, Some(&text))),
        ("bundle-checkpoint.zip", bundle(&note, None)),
        ("forged-logged-moved.zip", bundle(&note, Some(&moved))),
        ("forged-logged-cut.zip", bundle(&note, Some(cut))),
        ("forged-logged-forked.zip", bundle(&again, Some(&text))),
        ("forged-logged-grown.zip", bundle(&grown, Some(&text))),
        ("forged-logged-key.zip", bundle(&others, Some(&of_others.text()))),
    ]
}
