//! A passkey's public key as COSE writes it (RFC 9052, section 7; RFC 9053), and what it verifies.

use super::Refused;
use crate::strict;
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use ciborium::Value;

/// Longest COSE key that is read: an RSA key of 8192 bits and the words around it.
const CAP: usize = 1200;
/// RSA from 2048 to 8192 bits, in bytes.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// With which algorithm a passkey signs; its number in COSE's register is the JSON's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ES256: ECDSA on P-256 with SHA-256.
    Es256 = -7,
    /// EdDSA, here with Ed25519 only.
    EdDsa = -8,
    /// RS256: RSASSA-PKCS1-v1_5 with SHA-256, 2048 bits or more.
    Rs256 = -257,
}

/// The key, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CosePublicKey {
    /// The point, uncompressed (0x04, x, y).
    P256([u8; 65]),
    Ed25519([u8; 32]),
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

impl CosePublicKey {
    /// Reads the bytes of a COSE key: exactly the parameters that its kind has, written in the one way that CTAP2
    /// allows, so that nobody can dress one key as two.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        let unreadable = |why| Refused::Unreadable { what: "passkey's key", why };
        let value = strict::cbor(bytes, CAP).map_err(unreadable)?;
        let mut again = Vec::new();
        if ciborium::into_writer(&value, &mut again).is_err() || again != bytes {
            return Err(Refused::KeyNotTaken("it is not written in the shortest form"));
        }
        let fields = Fields(value.into_map().map_err(|_| Refused::KeyNotTaken("it is no map"))?);
        if !fields.in_order() {
            return Err(Refused::KeyNotTaken("its parameters are not in CTAP2's order"));
        }
        match (fields.number(1), fields.number(3)) {
            (Some(2), Some(-7)) => fields.p256(),
            (Some(1), Some(-8)) => fields.ed25519(),
            (Some(3), Some(-257)) => fields.rsa(),
            _ => Err(Refused::KeyNotTaken("it is neither ES256, EdDSA nor RS256")),
        }
    }

    pub fn algorithm(&self) -> Algorithm {
        match self {
            CosePublicKey::P256(_) => Algorithm::Es256,
            CosePublicKey::Ed25519(_) => Algorithm::EdDsa,
            CosePublicKey::Rsa { .. } => Algorithm::Rs256,
        }
    }

    /// Whether the signature, in the form that WebAuthn gives it (section 6.5.5), is this key's over the message.
    /// The algorithm is the key's; nothing in an answer can choose another.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let done = match self {
            CosePublicKey::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            CosePublicKey::Ed25519(key) => {
                UnparsedPublicKey::new(&ED25519, key).verify(message, signature)
            }
            CosePublicKey::Rsa { n, e } => {
                PublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        };
        done.is_ok()
    }
}

/// A COSE key's parameters by their labels.
struct Fields(Vec<(Value, Value)>);

impl Fields {
    /// Whether the labels stand as CTAP2 has them: 1, 3, -1, -2, -3. Every label of a key is one byte.
    fn in_order(&self) -> bool {
        let label = |(key, _): &(Value, Value)| key.as_integer().map(i128::from);
        let rank = |label: i128| if label < 0 { 100 - label } else { label };
        self.0.iter().map(label).is_sorted_by(|before, after| match (before, after) {
            (Some(before), Some(after)) => rank(*before) < rank(*after),
            _ => false,
        })
    }

    fn get(&self, label: i64) -> Option<&Value> {
        self.0.iter().find(|(key, _)| *key == Value::from(label)).map(|(_, value)| value)
    }

    fn number(&self, label: i64) -> Option<i128> {
        self.get(label)?.as_integer().map(i128::from)
    }

    fn bytes(&self, label: i64) -> Option<&[u8]> {
        self.get(label)?.as_bytes().map(Vec::as_slice)
    }

    fn p256(&self) -> Result<CosePublicKey, Refused> {
        let no = Refused::KeyNotTaken("it is no point on P-256");
        let (Some(1), Some(x), Some(y)) = (self.number(-1), self.bytes(-2), self.bytes(-3)) else {
            return Err(no);
        };
        let sized = x.len() == 32 && self.0.len() == 5;
        let point = [&[4], x, y].concat().try_into().ok().filter(|_| sized);
        let Some(point) = point else { return Err(no) };
        ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).map_err(|_| no)?;
        Ok(CosePublicKey::P256(point))
    }

    fn ed25519(&self) -> Result<CosePublicKey, Refused> {
        let key = self.bytes(-2).and_then(|x| x.try_into().ok());
        match (self.number(-1), key, self.0.len()) {
            (Some(6), Some(key), 4) => Ok(CosePublicKey::Ed25519(key)),
            _ => Err(Refused::KeyNotTaken("it is no Ed25519 key of 32 bytes")),
        }
    }

    fn rsa(&self) -> Result<CosePublicKey, Refused> {
        let no = Refused::KeyNotTaken("it is no RSA key of 2048 to 8192 bits");
        let (Some(n), Some(e), 4) = (self.bytes(-1), self.bytes(-2), self.0.len()) else {
            return Err(no);
        };
        let leading = |bytes: &[u8]| bytes.first().is_some_and(|first| *first != 0);
        let odd = e.last().is_some_and(|last| last & 1 == 1) && e != [1];
        if !RSA_BYTES.contains(&n.len()) || !leading(n) || e.len() > 8 || !leading(e) || !odd {
            return Err(no);
        }
        Ok(CosePublicKey::Rsa { n: n.to_vec(), e: e.to_vec() })
    }
}
