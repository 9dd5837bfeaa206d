//! What a stranger can check without asking anyone: signatures, credentials, status lists, logs and bundles, made
//! and verified from bytes alone. No database, no HTTP, no clock of its own.

mod base64url;
pub mod case_file;
pub mod keys;
pub mod log;
pub mod passkey;
pub mod seal;
pub mod statement;
pub mod strict;

#[cfg(test)]
mod vectors;
