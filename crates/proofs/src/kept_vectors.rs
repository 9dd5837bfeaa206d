//! The vectors in docs/formats: written by the tests when ASSAY_WRITE_DOCS=1, compared with what the code makes
//! otherwise, so that a page never says what the program no longer does.

use std::path::PathBuf;

/// Keeps a vector, or holds what the code makes against the one that is kept.
pub(crate) fn keep(name: &str, made: &[u8]) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/vectors");
    let path = folder.join(name);
    if std::env::var_os("ASSAY_WRITE_DOCS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(&folder).unwrap();
        return std::fs::write(path, made).unwrap();
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    assert!(
        kept == made,
        "{name} in docs/formats/vectors is not what is made today; ASSAY_WRITE_DOCS=1 writes it"
    );
}

/// JSON as people read it, with a line feed at its end.
pub(crate) fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap();
    text.push(b'\n');
    text
}
