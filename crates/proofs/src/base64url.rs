//! Bytes in JSON: base64url without padding (RFC 4648, section 5), for serde's `with`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

pub fn serialize<S: Serializer>(bytes: impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads into anything that is made of bytes: a vector, or an array where the number of bytes is fixed.
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Vec<u8>>,
{
    let text = String::deserialize(deserializer)?;
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| D::Error::custom("a field is not base64url without padding"))?;
    T::try_from(bytes).map_err(|_| D::Error::custom("a field has the wrong number of bytes"))
}
