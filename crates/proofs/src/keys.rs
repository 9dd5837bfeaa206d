//! Key pairs that sign (Ed25519, RFC 8032), and the public keys that anyone verifies with, in the forms in which
//! other people's tools read them.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// The DER that stands before 32 bytes of an Ed25519 public key in a SubjectPublicKeyInfo (RFC 8410).
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A private key with its public one.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    /// The key pair of these 32 secret bytes (the seed of RFC 8032); none where the library refuses them.
    pub fn from_seed(seed: &[u8; 32]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let public = PublicKey(pair.public_key().as_ref().try_into().ok()?);
        Some(SigningKey { pair, public })
    }

    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// The 64 bytes of a signature over the message itself, not over a digest of it.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

/// A public key: 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Whether the signature is this key's over exactly this message.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }

    /// The JWK's `x` (RFC 8037).
    pub fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The key of a JWK's `x`; none where that is no 32 bytes in base64url.
    pub fn from_x(x: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(x).ok()?.try_into().ok().map(PublicKey)
    }

    /// The thumbprint that names the key (RFC 7638, SHA-256, base64url).
    pub fn thumbprint(&self) -> String {
        let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
    }

    /// The key as `openssl pkey -pubin` reads it.
    pub fn pem(&self) -> String {
        let der = [SPKI.as_slice(), &self.0].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    /// The key of a PEM as [`PublicKey::pem`] writes it; none for any other kind of key.
    pub fn from_pem(pem: &str) -> Option<Self> {
        let body = pem.trim().strip_prefix("-----BEGIN PUBLIC KEY-----")?;
        let body = body.strip_suffix("-----END PUBLIC KEY-----")?;
        let der = STANDARD.decode(body.split_whitespace().collect::<String>()).ok()?;
        der.strip_prefix(SPKI.as_slice())?.try_into().ok().map(PublicKey)
    }

    /// What people compare by eye: SHA-256 of the 32 bytes, hexadecimal, in groups of four.
    pub fn fingerprint(&self) -> String {
        let digest = hex::encode(Sha256::digest(self.0));
        let groups: Vec<&str> =
            (0..digest.len()).step_by(4).map(|at| &digest[at..at + 4]).collect();
        groups.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A: the key, its thumbprint.
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn the_key_of_rfc_8037_has_its_thumbprint_and_comes_back_from_every_form() {
        let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let key = SigningKey::from_seed(&seed.try_into().unwrap()).unwrap();
        let public = key.public();
        assert_eq!(public.x(), X);
        assert_eq!(public.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(PublicKey::from_x(X), Some(public));
        assert_eq!(PublicKey::from_pem(&public.pem()), Some(public));
        assert_eq!(public.fingerprint().len(), 64 + 15);
    }

    #[test]
    fn a_signature_is_of_one_key_over_one_message() {
        let (key, other) =
            (SigningKey::from_seed(&[7; 32]).unwrap(), SigningKey::from_seed(&[8; 32]).unwrap());
        let mut signature = key.sign(b"granted");
        assert!(key.public().verifies(b"granted", &signature));
        assert!(!key.public().verifies(b"refused", &signature));
        assert!(!other.public().verifies(b"granted", &signature));
        signature[3] ^= 1;
        assert!(!key.public().verifies(b"granted", &signature));
    }
}
