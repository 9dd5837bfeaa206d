//! What a panel's member signs, and the signature as it is handed out.

use crate::vectors::{KNOWN, owned, vector};
use proofs::statement::{PanelSignature, Record, Statement, Trusted};

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    owned(&[vector!("statement.json")])
}

/// A statement has one form.
pub(crate) fn judge(bytes: &[u8]) {
    let Ok(read) = Statement::parse(bytes) else { return };
    assert_eq!(read.bytes().as_deref(), Ok(bytes));
}

pub(crate) fn lines_seeds() -> Vec<Vec<u8>> {
    let lines = format!("report 2 {}\napplication a b {}\n", "b".repeat(64), "a".repeat(64));
    vec![lines.into_bytes()]
}

/// A list says its things as the lines did, whatever their order.
pub(crate) fn lines(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(read) = Record::of_lines(text) else { return };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    let again: Vec<String> = read.items.iter().map(|item| item.line()).collect();
    assert_eq!(again, lines);
    assert_eq!(Record::of_lines(&lines.join("\n")), Ok(read), "whatever their order");
}

pub(crate) fn signature_seeds() -> Vec<Vec<u8>> {
    owned(&[
        vector!("panel-signature-body.json"),
        vector!("panel-signature-passkey.json"),
        vector!("forged-panel-vote-body.json"),
        vector!("forged-panel-framed.json"),
    ])
}

/// What is verified was signed, word for word.
pub(crate) fn signature(bytes: &[u8]) {
    let Ok(read) = PanelSignature::parse(bytes) else { return };
    let again = read.json().expect("written");
    assert_eq!(PanelSignature::parse(&again).as_ref(), Ok(&read));
    let trusted = Trusted { sites: &KNOWN.sites, body_keys: &KNOWN.keys };
    if read.verify(&trusted).is_ok() {
        let genuine =
            [vector!("panel-signature-body.json"), vector!("panel-signature-passkey.json")];
        let genuine = genuine.map(|bytes| PanelSignature::parse(bytes).expect("genuine").statement);
        assert!(genuine.contains(&read.statement));
    }
}
