//! What clients and visitors put into pages: registers of AI systems, files as evidence, lists of numbers. These are the
//! very files of certification, which need nothing of the rest of it: that crate would take minutes to build.

#[path = "../../certification/src/ai_systems/csv_bytes.rs"]
mod csv_bytes;
#[path = "../../certification/src/ai_systems/csv_reading.rs"]
#[allow(dead_code, reason = "the pages use more of it")]
mod csv_reading;
#[path = "../../certification/src/evidence/kinds.rs"]
#[allow(dead_code, reason = "the pages use more of it")]
mod kinds;
#[path = "../../certification/src/certificates/numbers.rs"]
mod numbers_of;

use crate::vectors::{owned, vector};
use csv_reading::{MOST_COLUMNS, MOST_ROWS};
use numbers_of::{MOST, listed, number_of};

pub(crate) fn sheet_seeds() -> Vec<Vec<u8>> {
    let wide = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>()
    };
    let mut seeds = owned(&[
        b"sep=;\r\nName;Purpose\r\n\"Triage;\r\n\"\"two\"\"\";Sorts\r\n\r\nx;y",
        b"\xef\xbb\xbfName,Purpose\nTriage,\xc3\xa9\n",
        b"Name|Purpose\rB\xe9|\"open\r",
        b"Name\tPurpose\n\n\nTriage\t\n",
    ]);
    seeds.push(wide("Name,Purpose\nTriage,é\n"));
    seeds
}

/// A sheet stays within what a file may hold, and its rows are numbered as the file has them.
pub(crate) fn sheet(bytes: &[u8]) {
    let Ok(sheet) = csv_reading::read(bytes) else { return };
    assert!(!sheet.header.is_empty() && sheet.header.len() <= MOST_COLUMNS);
    assert!(!sheet.rows.is_empty() && sheet.rows.len() <= MOST_ROWS);
    assert!(sheet.rows.is_sorted_by(|before, after| before.number < after.number));
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    // In UTF-16 a letter may hold a line feed's byte.
    assert!(
        sheet.rows.iter().all(|row| (1..=lines).contains(&row.number)) || sheet.encoding != "UTF-8"
    );
    assert!(sheet.rows.iter().all(|row| row.cells.iter().any(|cell| !cell.is_empty())));
}

pub(crate) fn evidence_seeds() -> Vec<Vec<u8>> {
    let named = |name: &str, bytes: &[u8]| [name.as_bytes(), b"\n", bytes].concat();
    vec![
        named("plan.pdf", b"%PDF-1.7\n"),
        named("../plan.docx", b"PK\x03\x04"),
        named("notes.txt", b"#!/bin/sh\n"),
        named("page.md", b" \xef\xbb\xbf<SCRIPT>"),
        named("a\u{202e}.png", b"\x89PNG\r\n\x1a\n"),
        named("film.mp4", b"\0\0\0\x18ftypmp42"),
    ]
}

/// A name and the first bytes of a file: a name that is kept leaves no folder, and what would run in a browser or a
/// shell is not taken for text.
pub(crate) fn evidence(bytes: &[u8]) {
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (name, first) = (&bytes[..at], bytes.get(at + 1..).unwrap_or_default());
    let name = kinds::clean_name(&String::from_utf8_lossy(name));
    assert!(!name.contains(['/', '\\']) && !name.contains(char::is_control), "{name:?}");
    assert_eq!(kinds::clean_name(&name), name, "clean once and for all");
    let Ok(taken) = kinds::judge(&name, first) else { return };
    let begins = String::from_utf8_lossy(first).trim_start().to_lowercase();
    assert!(
        !["#!", "<script", "<html", "<svg"].iter().any(|mark| begins.starts_with(mark)),
        "{taken}"
    );
    assert!(!first.starts_with(b"MZ") && !first.starts_with(b"\x7fELF"), "{taken}");
}

pub(crate) fn numbers_seeds() -> Vec<Vec<u8>> {
    owned(&[
        b"\xef\xbb\xbfNumber;Supplier\r\n\"ta-aims-2026-0001\";Bank\r\n\r\n x 1\r\n",
        vector!("attestation.json"),
    ])
}

/// A list stays within its caps, and a number has one way to be written.
pub(crate) fn numbers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(number) = number_of(&text) {
        assert_eq!(number_of(&number), Some(number));
    }
    let Ok(list) = listed(&text) else { return };
    assert!(!list.is_empty() && list.len() <= MOST);
    assert!(list.iter().all(|cell| !cell.is_empty() && cell.chars().count() <= 80));
}
