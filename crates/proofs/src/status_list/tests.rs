//! A list is read, and every list that is not the one asked for is refused.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use time::macros::datetime;

const DID: &str = "did:web:halden-cert.example";
const LIST: &str = "https://register.halden-cert.example/b/halden/status/suspension";
const WHICH: Which = Which { issuer: DID, id: LIST, purpose: Purpose::Suspension };

fn key() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).unwrap()
}

fn known() -> KeySet {
    KeySet { keys: vec![KnownKey::of(DID, key().public())] }
}

fn list(which: &Which, set: &[u32]) -> String {
    let validity = Validity {
        from: datetime!(2026-11-23 0:00 UTC),
        until: datetime!(2026-11-30 0:00 UTC),
        ttl: Duration::hours(1),
    };
    let kid = &known().keys[0].kid;
    sign(which, &validity, (set, LEAST_BITS), (&key(), kid)).unwrap()
}

#[test]
fn a_bit_that_is_set_is_read_and_its_neighbours_are_not() {
    let read = read(list(&WHICH, &[0, 7, 94_567, 131_071]).as_bytes(), &known(), &WHICH).unwrap();
    for (index, set) in
        [(0, true), (1, false), (7, true), (8, false), (94_567, true), (94_566, false)]
    {
        assert_eq!(read.says(index), Ok(set), "{index}");
    }
    assert_eq!(read.says(131_071), Ok(true));
    assert_eq!(read.says(131_072), Err(StatusError::Index(131_072)));
}

#[test]
fn a_list_answers_within_its_validity_only() {
    let read = read(list(&WHICH, &[]).as_bytes(), &known(), &WHICH).unwrap();
    assert!(read.answers_at(datetime!(2026-11-30 0:00 UTC)));
    assert!(!read.answers_at(datetime!(2026-11-30 0:00:01 UTC)));
    assert!(!read.answers_at(datetime!(2026-11-22 23:59:59 UTC)));
}

#[test]
fn another_list_another_purpose_and_another_body_are_refused() {
    let jwt = list(&WHICH, &[]);
    let refused = |which: Which| read(jwt.as_bytes(), &known(), &which).unwrap_err();
    assert!(matches!(refused(Which { id: "https://x.example", ..WHICH }), StatusError::Another(_)));
    assert!(matches!(
        refused(Which { purpose: Purpose::Revocation, ..WHICH }),
        StatusError::Purpose(_)
    ));
    assert!(matches!(
        refused(Which { issuer: "did:web:other.example", ..WHICH }),
        StatusError::Issuer(_)
    ));
    let claims_other = list(&Which { issuer: "did:web:other.example", ..WHICH }, &[]);
    let which = Which { issuer: "did:web:other.example", ..WHICH };
    let another_key = read(claims_other.as_bytes(), &known(), &which);
    assert!(
        matches!(another_key, Err(StatusError::Issuer(_))),
        "signed by halden in another's name"
    );
}

#[test]
fn a_bomb_and_a_short_list_are_refused() {
    let packed = |bytes: usize| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&vec![0; bytes]).unwrap();
        format!("u{}", URL_SAFE_NO_PAD.encode(packer.finish().unwrap()))
    };
    assert_eq!(decode(&packed(24 << 20)), Err(StatusError::Size));
    assert_eq!(decode(&packed(LEAST_BITS / 8 - 1)), Err(StatusError::Size));
    let whole = packed(LEAST_BITS / 8);
    assert!(decode(&whole).is_ok());
    assert_eq!(decode(&whole[..whole.len() - 12]), Err(StatusError::Packed));
    assert_eq!(decode(&whole[1..]), Err(StatusError::Packed));
    assert_eq!(encode(&[], 1024), Err(StatusError::Size));
    assert_eq!(encode(&[200_000], LEAST_BITS), Err(StatusError::Index(200_000)));
}
