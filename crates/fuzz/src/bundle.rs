//! Bundles: the zip that a stranger opens, and the parts that are packed into one.

use crate::issued::ISSUED;
use proofs::bundle::{self, Bundle, Parts};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The files that prove something, each with the most that it may weigh (docs/formats).
const FILES: [(&str, usize); 10] = [
    ("attestation.json", 256 << 10),
    ("attestation.sig", 64),
    ("key.pem", 1 << 10),
    ("keys.json", 512 << 10),
    ("credential.jwt", 1 << 20),
    ("attestation.pdf", 16 << 20),
    ("status-suspension.jwt", 1 << 20),
    ("status-revocation.jwt", 1 << 20),
    ("checkpoint.txt", 64 << 10),
    ("log-proof.txt", 64 << 10),
];
/// What stands between the parts of one input.
const BETWEEN: &[u8] = b"\n#~#\n";

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let parts = split(&joined());
    let packed = |many: usize, way| zipped(&parts[..many], way);
    vec![
        packed(10, CompressionMethod::Stored),
        packed(6, CompressionMethod::Stored),
        packed(8, CompressionMethod::Deflated),
        packed(5, CompressionMethod::Stored),
    ]
}

/// A bundle of these files without its page and its README, which would be most of it.
fn zipped(parts: &[Vec<u8>], way: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(way)
        .last_modified_time(zip::DateTime::default());
    for ((name, _), bytes) in FILES.iter().zip(parts) {
        zip.start_file(*name, options).and_then(|()| Ok(zip.write_all(bytes)?)).expect("packed");
    }
    zip.finish().expect("packed").into_inner()
}

/// No file is larger than it may be, and what is said to be packed as it was issued ends where the zip does.
pub(crate) fn judge(bytes: &[u8]) {
    let Ok(read) = bundle::read(bytes) else { return };
    for (name, most) in FILES {
        assert!(read.file(name).is_none_or(|file| file.len() <= most), "{name}");
    }
    if read.as_packed {
        let files = FILES.iter().filter_map(|(name, _)| read.file(name));
        assert!(files.map(<[u8]>::len).sum::<usize>() < bytes.len());
        let longer = bundle::read(&[bytes, b"\0"].concat());
        assert!(
            longer.is_ok_and(|longer| !longer.as_packed)
                || bundle::read(&[bytes, b"\0"].concat()).is_err()
        );
    }
}

pub(crate) fn parts_seeds() -> Vec<Vec<u8>> {
    vec![joined()]
}

/// What is packed is read again, each part as it was, and known as packed by us.
pub(crate) fn parts(bytes: &[u8]) {
    let files = split(bytes);
    let packed = bundle::write(&of(&files)).expect("packed");
    match bundle::read(&packed) {
        Ok(read) => {
            assert!(read.as_packed);
            FILES.iter().zip(&files).for_each(|((name, _), file)| same(&read, name, file));
        }
        Err(refused) => {
            let small = FILES.iter().zip(&files).all(|((_, most), file)| file.len() <= *most);
            assert!(!small, "{refused}");
        }
    }
}

fn same(read: &Bundle, name: &str, file: &[u8]) {
    assert_eq!(read.file(name), Some(file), "{name}");
}

/// The parts of one input; those that it does not have are empty.
pub(crate) fn split(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while parts.len() + 1 < FILES.len() {
        let Some(at) = rest.windows(BETWEEN.len()).position(|part| part == BETWEEN) else { break };
        parts.push(rest[..at].to_vec());
        rest = &rest[at + BETWEEN.len()..];
    }
    parts.push(rest.to_vec());
    parts.resize(FILES.len(), Vec::new());
    parts
}

/// The genuine parts as one input.
pub(crate) fn joined() -> Vec<u8> {
    let issued = &*ISSUED;
    let [suspension, revocation] = &issued.lists;
    let parts: [&[u8]; 10] = [
        &issued.attestation,
        &issued.signature,
        &issued.pem,
        &issued.keys,
        &issued.credential,
        &issued.pdf,
        suspension,
        revocation,
        &issued.checkpoint,
        &issued.log_proof,
    ];
    parts.join(BETWEEN)
}

pub(crate) fn of(files: &[Vec<u8>]) -> Parts<'_> {
    let file = |n: usize| files.get(n).map(Vec::as_slice).unwrap_or_default();
    Parts {
        attestation: file(0),
        signature: file(1),
        key: file(2),
        keys: file(3),
        credential: file(4),
        pdf: file(5),
        suspension: Some(file(6)),
        revocation: Some(file(7)),
        checkpoint: Some(file(8)),
        log_proof: Some(file(9)),
    }
}
