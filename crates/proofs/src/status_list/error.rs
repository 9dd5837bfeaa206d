//! Why a status list answers nothing, in sentences.

use super::{LEAST_BITS, MOST_BITS};
use crate::jws::JwsError;

/// Why a status list is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum StatusError {
    #[error("The status list's signature does not hold: {0}")]
    Signature(#[from] JwsError),
    #[error("It is no Bitstring Status List.")]
    Kind,
    #[error("The status list is not signed by the body that issued the attestation ({0}).")]
    Issuer(String),
    #[error("It is another status list than the one at {0} that the attestation names.")]
    Another(String),
    #[error("The status list is not one for {0}.")]
    Purpose(&'static str),
    #[error("The status list does not say from when until when it answers.")]
    Undated,
    #[error("The list of bits is not gzip in base64url, or is cut off.")]
    Packed,
    #[error(
        "A status list has {LEAST_BITS} to {MOST_BITS} places, in whole bytes; this unpacks to another number."
    )]
    Size,
    #[error("The list has no place {0}.")]
    Index(u32),
}
