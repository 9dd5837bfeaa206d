//! A bundle comes back whole, and a zip that is not one is refused before it costs anything.

use super::*;
use crate::sample::Issued;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> BundleError {
    read(bytes).unwrap_err()
}

#[test]
fn a_bundle_comes_back_whole_and_equal_parts_make_equal_bytes() {
    let issued = Issued::new();
    let bytes = issued.bundle();
    assert_eq!(issued.bundle(), bytes);
    let bundle = read(&bytes).unwrap();
    assert!(bundle.as_packed);
    assert_eq!(bundle.file("attestation.json"), Some(issued.attestation.as_slice()));
    assert_eq!(bundle.file("attestation.pdf"), Some(issued.pdf.as_slice()));
    assert_eq!(bundle.file("checkpoint.txt"), None);
}

#[test]
fn a_bundle_that_somebody_packed_anew_is_opened_and_told() {
    let bytes = Issued::new().bundle();
    let bundle = read(&bytes).unwrap();
    let files: Vec<(&str, &[u8])> =
        ENTRIES.iter().filter_map(|e| Some((e.name, bundle.file(e.name)?))).collect();
    let again = read(&zip(&files, CompressionMethod::Deflated)).unwrap();
    assert!(!again.as_packed);
    assert_eq!(again.file("credential.jwt"), bundle.file("credential.jwt"));
}

#[test]
fn bombs_paths_strangers_and_gaps_are_refused() {
    let deflated = CompressionMethod::Deflated;
    let bomb = vec![0; 24 << 20];
    assert_eq!(
        refused(&zip(&[("attestation.json", &bomb)], deflated)),
        BundleError::Size("attestation.json")
    );
    for name in ["../key.pem", "a/key.pem", "/key.pem", "KEY.PEM", "verify.html\0"] {
        assert_eq!(refused(&zip(&[(name, b"x")], deflated)), BundleError::Foreign(name.into()));
    }
    assert_eq!(
        refused(&zip(&[("key.pem", b"x")], deflated)),
        BundleError::Missing("attestation.json")
    );
    let many: Vec<String> = (0..13).map(|n| n.to_string()).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(refused(&zip(&many, deflated)), BundleError::Count);
    assert_eq!(refused(&vec![0; MOST_BYTES + 1]), BundleError::Large);
    assert!(matches!(refused(b"PK\x05\x06"), BundleError::Zip(_)));
}

/// A bomb that lies about its size: the header says ten bytes, the content unpacks to 25 million.
#[test]
fn a_size_that_is_a_lie_stops_the_reading() {
    let bomb = vec![0_u8; 24 << 20];
    let mut bytes = zip(&[("key.pem", &bomb)], CompressionMethod::Deflated);
    let said = u32::try_from(bomb.len()).unwrap().to_le_bytes();
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, w)| *w == said).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    assert!(matches!(refused(&bytes), BundleError::Size("key.pem") | BundleError::Zip(_)));
}

#[test]
fn a_file_that_stands_twice_is_refused() {
    let mut bytes = zip(&[("key.pem", b"one"), ("kez.pem", b"two")], CompressionMethod::Stored);
    let places: Vec<usize> =
        bytes.windows(7).enumerate().filter(|(_, w)| *w == b"kez.pem").map(|(at, _)| at).collect();
    for at in places {
        bytes[at..at + 7].copy_from_slice(b"key.pem");
    }
    assert!(matches!(
        refused(&bytes),
        BundleError::Overlap | BundleError::Twice(_) | BundleError::Zip(_)
    ));
}
