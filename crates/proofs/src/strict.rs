//! JSON and CBOR that can be read in one way only: nothing after the end, no key twice, caps on size and depth.

use ciborium::Value as Cbor;
use serde::de::DeserializeOwned;

/// How deep CBOR may nest; authenticators nest four deep (CTAP2, message encoding).
const CBOR_DEPTH: usize = 16;
/// How many members a CBOR map may have; an authenticator's have fewer than twenty.
const CBOR_MEMBERS: usize = 256;

/// Why bytes are not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it has {len} bytes; at most {cap} are read")]
    TooLong { len: usize, cap: usize },
    #[error("it is no JSON with one reading: {0}")]
    Json(String),
    #[error("it is no CBOR with one reading: {0}")]
    Cbor(&'static str),
}

/// Reads JSON of at most `cap` bytes into `T`. A key that stands twice in one object, at any depth, is refused:
/// readers differ in which of the two they take.
pub fn json<T: DeserializeOwned>(bytes: &[u8], cap: usize) -> Result<T, Unreadable> {
    within(bytes, cap)?;
    let value = crate::json::parse(bytes).map_err(of_json)?;
    serde_json::from_value(value).map_err(of_json)
}

/// Reads one CBOR item from the front, and gives what stands behind it.
pub fn cbor_prefix(bytes: &[u8], cap: usize) -> Result<(Cbor, &[u8]), Unreadable> {
    within(bytes, cap)?;
    let mut rest = bytes;
    let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, CBOR_DEPTH)
        .map_err(|_| Unreadable::Cbor("it ends early, nests too deep or is malformed"))?;
    no_key_twice(&value)?;
    Ok((value, rest))
}

/// Reads one CBOR item that is all of the bytes.
pub fn cbor(bytes: &[u8], cap: usize) -> Result<Cbor, Unreadable> {
    match cbor_prefix(bytes, cap)? {
        (value, []) => Ok(value),
        _ => Err(Unreadable::Cbor("something stands after its end")),
    }
}

fn within(bytes: &[u8], cap: usize) -> Result<(), Unreadable> {
    if bytes.len() > cap {
        return Err(Unreadable::TooLong { len: bytes.len(), cap });
    }
    Ok(())
}

fn of_json(error: serde_json::Error) -> Unreadable {
    Unreadable::Json(error.to_string())
}

fn no_key_twice(value: &Cbor) -> Result<(), Unreadable> {
    match value {
        Cbor::Array(items) => items.iter().try_for_each(no_key_twice),
        Cbor::Tag(_, inner) => no_key_twice(inner),
        Cbor::Map(pairs) if pairs.len() > CBOR_MEMBERS => {
            Err(Unreadable::Cbor("a map has more than 256 members"))
        }
        Cbor::Map(pairs) => {
            for (at, (key, inner)) in pairs.iter().enumerate() {
                if pairs.iter().take(at).any(|(earlier, _)| earlier == key) {
                    return Err(Unreadable::Cbor("a key stands twice in a map"));
                }
                no_key_twice(inner)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn json_with_a_key_twice_or_anything_behind_it_is_refused() {
        let read = |text: &str| json::<Value>(text.as_bytes(), 64);
        assert!(read(r#"{"a":1,"b":{"a":[1,2.5,null,true,"x"]}}"#).is_ok());
        assert!(read(r#"{"a":1,"a":1}"#).is_err());
        assert!(read(r#"{"b":[{"a":1,"a":2}]}"#).is_err());
        assert!(read(r#"{"a":1} {}"#).is_err());
        assert!(matches!(read(&" ".repeat(65)), Err(Unreadable::TooLong { len: 65, cap: 64 })));
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(json::<Value>(nested(100).as_bytes(), 1000).is_ok());
        assert!(json::<Value>(nested(400).as_bytes(), 1000).is_err());
    }

    #[test]
    fn cbor_with_a_key_twice_or_anything_behind_it_is_refused() {
        assert!(cbor(&[0xa1, 0x01, 0x02], 64).is_ok());
        assert!(cbor(&[0xa2, 0x01, 0x02, 0x01, 0x03], 64).is_err());
        assert!(cbor(&[0x81, 0xa2, 0x01, 0x02, 0x01, 0x03], 64).is_err());
        assert!(cbor(&[0xa1, 0x01, 0x02, 0x00], 64).is_err());
        assert_eq!(cbor_prefix(&[0xa1, 0x01, 0x02, 0x07], 64).unwrap().1, [0x07]);
        let nested = |head: u8, depth: usize| [vec![head; depth], vec![0]].concat();
        for head in [0x81, 0xc1] {
            assert!(cbor(&nested(head, 8), 64).is_ok());
            assert!(cbor(&nested(head, 60), 64).is_err());
        }
        let members = |count: u16| (0..count).map(|n| (Cbor::from(n), Cbor::Null)).collect();
        for (count, read) in [(256, true), (257, false)] {
            let mut bytes = Vec::new();
            ciborium::into_writer(&Cbor::Map(members(count)), &mut bytes).unwrap();
            assert_eq!(cbor(&bytes, 4096).is_ok(), read);
        }
        assert!(cbor(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 64).is_err());
    }
}
