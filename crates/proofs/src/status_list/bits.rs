//! The bitstring of a status list: gzip, then multibase base64url.

use super::StatusError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};

/// The least places on a list: fewer, and a look-up would tell whose attestation is asked for.
pub const LEAST_BITS: usize = 131_072;
/// The most that is unpacked: 16 million places, 2 MiB.
pub const MOST_BITS: usize = 16 * 1024 * 1024;

/// The `encodedList` of `bits` places of which those in `set` are set; place 0 is the first byte's highest bit.
pub fn encode(set: &[u32], bits: usize) -> Result<String, StatusError> {
    if !(LEAST_BITS..=MOST_BITS).contains(&bits) || !bits.is_multiple_of(8) {
        return Err(StatusError::Size);
    }
    let mut bytes = vec![0_u8; bits / 8];
    for index in set {
        let place = *index as usize;
        *bytes.get_mut(place / 8).ok_or(StatusError::Index(*index))? |= 0x80 >> (place % 8);
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let packed = packed.write_all(&bytes).and_then(|()| packed.finish());
    Ok(format!("u{}", URL_SAFE_NO_PAD.encode(packed.map_err(|_| StatusError::Packed)?)))
}

/// The bytes of an `encodedList`, unpacked no further than [`MOST_BITS`].
pub fn decode(list: &str) -> Result<Vec<u8>, StatusError> {
    let text = list.strip_prefix('u').ok_or(StatusError::Packed)?;
    let packed = URL_SAFE_NO_PAD.decode(text).map_err(|_| StatusError::Packed)?;
    let mut bytes = Vec::new();
    let most = MOST_BITS as u64 / 8;
    let mut reader = GzDecoder::new(packed.as_slice()).take(most + 1);
    reader.read_to_end(&mut bytes).map_err(|_| StatusError::Packed)?;
    match bytes.len() * 8 {
        LEAST_BITS..=MOST_BITS => Ok(bytes),
        _ => Err(StatusError::Size),
    }
}
