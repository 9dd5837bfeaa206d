//! A case's file, read from its first byte to its last.

use crate::vectors::{KNOWN, owned, vector};
use proofs::case_file::{Known, Outcome, verify};

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    owned(&[
        vector!("case-file.zip"),
        vector!("forged-case-added.zip"),
        vector!("forged-case-moved.zip"),
        vector!("forged-case-record.zip"),
        vector!("forged-case-cut.zip"),
    ])
}

/// No byte of a file is another, and yet the file holds; of one that does not hold it is said why.
pub(crate) fn judge(bytes: &[u8]) {
    let known = Known {
        keys: &KNOWN.keys,
        sites: &KNOWN.sites,
        logs: &KNOWN.logs,
        attestation: Some(&|pdf| match pdf.is_empty() {
            true => Err("It is empty.".into()),
            false => Ok("It has bytes.".into()),
        }),
    };
    let report = verify(bytes, &known);
    assert_eq!(report.holds(), bytes == vector!("case-file.zip"), "{report:#?}");
    assert!(report.holds() || report.with(Outcome::Bad).next().is_some());
    // Without anything known there is an answer too.
    let _ = verify(bytes, &Known::default());
}
