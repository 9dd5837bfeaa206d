//! What a stranger can check without asking anyone: signatures, credentials, status lists, logs and bundles, made
//! and verified from bytes alone. No database, no HTTP, no clock of its own.

pub mod attestation;
mod base64url;
pub mod bundle;
pub mod case_file;
pub mod credential;
mod day;
mod json;
pub mod jws;
#[cfg(test)]
mod kept_vectors;
pub mod key_set;
pub mod keys;
pub mod log;
#[cfg(test)]
mod logged_vectors;
pub mod passkey;
pub mod pdf;
#[cfg(test)]
mod sample;
pub mod seal;
pub mod statement;
pub mod status_list;
pub mod strict;
#[cfg(test)]
mod vectors;
pub mod verify;
