//! Every parser of ours against bytes that nobody thought of: what each starts from, and what has to hold of whatever
//! it takes. `cargo xtask fuzz` lets libFuzzer find such bytes; the tests try those that were found before.

mod bundle;
mod case_file;
mod issued;
mod log;
mod passkey;
mod pdf;
mod signed;
mod statement;
mod strangers;
mod strict;
#[cfg(test)]
mod tests;
mod vectors;
mod verify;

/// One parser, tried on its own.
pub struct Target {
    pub name: &'static str,
    /// The longest input, bytes.
    pub longest: usize,
    /// How many inputs the checks try: a second or two. Whoever has more time lets it run on.
    pub runs: u32,
    seeds: fn() -> Vec<Vec<u8>>,
    /// Hands the bytes to the parser; panics where what came of them must not be.
    pub judge: fn(&[u8]),
}

impl Target {
    /// What it starts from: the vectors of docs/formats or parts of them, and what was found before.
    pub fn starts(&self) -> Vec<Vec<u8>> {
        (self.seeds)().into_iter().chain(found(self.name)).collect()
    }
}

/// Inputs that once broke a parser, kept in `found/NAME/`.
fn found(name: &str) -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("found").join(name);
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = files.map(|file| file.path()).collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read(file).ok()).collect()
}

macro_rules! targets {
    ($($name:literal $longest:literal $runs:literal $seeds:expr, $judge:expr;)*) => {
        /// All of them: name, longest input, inputs in the checks, seeds, parser.
        pub const TARGETS: &[Target] = &[$(Target {
            name: $name, longest: $longest, runs: $runs, seeds: $seeds, judge: $judge,
        }),*];
    };
}

targets! {
    "json" 4096 30_000 strict::json_seeds, strict::json;
    "cbor" 2048 30_000 strict::cbor_seeds, strict::cbor;
    "key-set" 2048 20_000 signed::key_set_seeds, signed::key_set;
    "key-pem" 512 30_000 signed::pem_seeds, signed::pem;
    "jws" 8192 10_000 signed::jws_seeds, signed::jws;
    "jws-header" 1024 10_000 signed::header_seeds, signed::header;
    "credential" 8192 5_000 signed::credential_seeds, signed::credential;
    "status-list" 4096 5_000 signed::list_seeds, signed::list;
    "status-bits" 4096 5_000 signed::bits_seeds, signed::bits;
    "pdf" 16384 10_000 pdf::seeds, pdf::judge;
    "bundle" 32768 5_000 bundle::seeds, bundle::judge;
    "bundle-parts" 32768 5_000 bundle::parts_seeds, bundle::parts;
    "verify" 32768 5_000 verify::seeds, verify::judge;
    "verify-parts" 32768 3_000 verify::parts_seeds, verify::parts;
    "checkpoint" 1024 20_000 log::checkpoint_seeds, log::checkpoint;
    "checkpoint-text" 512 10_000 log::text_seeds, log::text;
    "log-proof" 2048 20_000 log::proof_seeds, log::proof;
    "log-entry" 512 30_000 log::entry_seeds, log::entry;
    "log-key" 512 30_000 log::key_seeds, log::key;
    "log-tile" 128 30_000 log::tile_seeds, log::tile;
    "log-entries" 2048 30_000 log::entries_seeds, log::entries;
    "log-edge" 4096 10_000 log::edge_seeds, log::edge;
    "log-tree" 512 10_000 log::tree_seeds, log::tree;
    "client-data" 1024 20_000 passkey::client_data_seeds, passkey::client_data;
    "attestation-object" 1024 20_000 passkey::object_seeds, passkey::object;
    "authenticator-data" 1024 20_000 passkey::data_seeds, passkey::data;
    "cose-key" 1200 20_000 passkey::key_seeds, passkey::key;
    "passkey-answer" 4096 20_000 passkey::answer_seeds, passkey::answer;
    "statement" 4096 10_000 statement::seeds, statement::judge;
    "record-lines" 2048 20_000 statement::lines_seeds, statement::lines;
    "panel-signature" 4096 10_000 statement::signature_seeds, statement::signature;
    "case-file" 16384 5_000 case_file::seeds, case_file::judge;
    "ai-systems" 4096 5_000 strangers::sheet_seeds, strangers::sheet;
    "evidence" 1024 20_000 strangers::evidence_seeds, strangers::evidence;
    "number-list" 2048 20_000 strangers::numbers_seeds, strangers::numbers;
}
