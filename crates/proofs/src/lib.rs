//! What a stranger can check without asking anyone: signatures, credentials, status lists, logs and bundles, made
//! and verified from bytes alone. No database, no HTTP, no clock of its own.

pub mod attestation;
mod day;
mod json;
pub mod jws;
pub mod key_set;
pub mod keys;
