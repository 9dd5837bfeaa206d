//! Keys that are not what they say.

use super::test_authenticator::{TestAuthenticator, written};
use super::*;
use ciborium::Value;

/// The key's parameters with one of them changed, or with one more.
fn key_with(label: i64, value: Value) -> Vec<u8> {
    let Value::Map(mut pairs) =
        ciborium::from_reader(TestAuthenticator::p256(1).public_key().as_slice()).unwrap()
    else {
        unreachable!("a COSE key is a map")
    };
    match pairs.iter_mut().find(|(key, _)| *key == Value::from(label)) {
        Some((_, old)) => *old = value,
        None => pairs.insert(1, (Value::from(label), value)),
    }
    written(&Value::Map(pairs))
}

#[test]
fn a_key_that_names_another_algorithm_than_its_kind_is_refused() {
    for algorithm in [-8, -257, -65535, -35, 0] {
        let said = CosePublicKey::parse(&key_with(3, Value::from(algorithm)));
        assert!(matches!(said, Err(Refused::KeyNotTaken(_))), "{algorithm}");
    }
    assert!(CosePublicKey::parse(&key_with(-1, Value::from(2))).is_err(), "another curve");
    assert!(CosePublicKey::parse(&key_with(-3, Value::Bytes(vec![1; 32]))).is_err(), "no point");
    assert!(CosePublicKey::parse(&key_with(2, Value::Bytes(vec![1]))).is_err(), "one more");
    let mut behind = TestAuthenticator::p256(1).public_key();
    behind.push(0);
    assert!(CosePublicKey::parse(&behind).is_err(), "something behind");
}

#[test]
fn a_key_whose_parameters_stand_in_another_order_is_refused_for_one_passkey_would_pass_for_two() {
    let key = TestAuthenticator::p256(1).public_key();
    assert!(CosePublicKey::parse(&key).is_ok());
    let Value::Map(mut pairs) = ciborium::from_reader(key.as_slice()).unwrap() else {
        unreachable!("a COSE key is a map")
    };
    for at in 1..pairs.len() {
        pairs.swap(at - 1, at);
        let said = CosePublicKey::parse(&written(&Value::Map(pairs.clone())));
        assert!(matches!(said, Err(Refused::KeyNotTaken(why)) if why.contains("order")), "{at}");
        pairs.swap(at - 1, at);
    }
}

#[test]
fn an_rsa_key_that_is_short_or_has_a_bad_exponent_is_refused() {
    let rsa = |n: Vec<u8>, e: Vec<u8>| {
        let number = |label: i64, number: i64| (Value::from(label), Value::from(number));
        let bytes = |label: i64, bytes| (Value::from(label), Value::Bytes(bytes));
        let key = Value::Map(vec![number(1, 3), number(3, -257), bytes(-1, n), bytes(-2, e)]);
        CosePublicKey::parse(&written(&key))
    };
    assert!(rsa(vec![0xff; 256], vec![1, 0, 1]).is_ok());
    assert!(rsa(vec![0xff; 255], vec![1, 0, 1]).is_err());
    assert!(rsa([vec![0], vec![0xff; 255]].concat(), vec![1, 0, 1]).is_err());
    assert!(rsa(vec![0xff; 256], vec![1]).is_err());
    assert!(rsa(vec![0xff; 256], vec![2]).is_err());
}
