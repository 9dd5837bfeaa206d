//! What a stranger can check without asking anyone: signatures, credentials, status lists, logs and bundles, made
//! and verified from bytes alone. No database, no HTTP, no clock of its own.

pub mod attestation;
pub mod bundle;
pub mod credential;
mod day;
mod json;
pub mod jws;
pub mod key_set;
pub mod keys;
pub mod pdf;
#[cfg(test)]
mod sample;
pub mod status_list;
#[cfg(test)]
mod vectors;
pub mod verify;
