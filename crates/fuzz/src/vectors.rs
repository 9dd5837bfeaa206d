//! The vectors of docs/formats that parsers start from, and the keys by which they are judged.

use proofs::key_set::KeySet;
use proofs::keys::PublicKey;
use proofs::log::Verifier;
use proofs::passkey::Site;
use serde_json::Value;
use std::sync::LazyLock;

/// The bytes of a vector.
macro_rules! vector {
    ($name:literal) => {
        include_bytes!(concat!("../../../docs/formats/vectors/", $name)).as_slice()
    };
}
pub(crate) use vector;

/// Seeds of these vectors.
pub(crate) fn owned(vectors: &[&[u8]]) -> Vec<Vec<u8>> {
    vectors.iter().map(|bytes| bytes.to_vec()).collect()
}

/// keys.json.
pub(crate) static KEYS: LazyLock<KeySet> =
    LazyLock::new(|| KeySet::parse(vector!("keys.json")).expect("keys.json"));

/// What the case's files and the panel's signatures are judged by.
pub(crate) struct Known {
    pub(crate) keys: Vec<PublicKey>,
    pub(crate) sites: Vec<Site>,
    pub(crate) logs: Vec<Verifier>,
}

pub(crate) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let list: Value =
        serde_json::from_slice(vector!("expected-case-files.json")).expect("the list of files");
    let words = |name: &str| -> Vec<String> {
        serde_json::from_value(list[name].clone()).expect("a list of words")
    };
    Known {
        keys: words("keys").iter().map(|x| PublicKey::from_x(x).expect("a key")).collect(),
        sites: serde_json::from_value(list["sites"].clone()).expect("sites"),
        logs: words("logs").iter().map(|key| Verifier::from_text(key).expect("a log")).collect(),
    }
});
