//! Secrets at rest: sealed under a key drawn from the installation's secret (AES-256-GCM), each to the one place
//! where it may be opened.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use sha2::{Digest, Sha256};

/// What seals and opens; drawn from the installation's secret, and kept in memory alone.
#[derive(Clone)]
pub struct Seal([u8; 32]);

impl Seal {
    /// The seal of this installation, for secrets of one kind: another purpose has another key.
    pub fn new(secret: &[u8], purpose: &str) -> Self {
        let drawn = Sha256::new()
            .chain_update(b"assay seal v1 ")
            .chain_update((purpose.len() as u64).to_be_bytes())
            .chain_update(purpose)
            .chain_update(secret);
        Seal(drawn.finalize().into())
    }

    /// Seals a secret to its place (such as "body purpose key"); none where the machine gives no randomness.
    pub fn close(&self, place: &str, secret: &[u8]) -> Option<Vec<u8>> {
        let mut sealed = secret.to_vec();
        let key = RandomizedNonceKey::new(&AES_256_GCM, &self.0).ok()?;
        let nonce = key.seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut sealed).ok()?;
        Some([nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// What was sealed to this place by this installation; none for anything else.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let key = RandomizedNonceKey::new(&AES_256_GCM, &self.0).ok()?;
        let opened = key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut rest).ok()?;
        Some(opened.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_at_its_place_with_its_installation_and_purpose_only() {
        let seal = Seal::new(b"the installation's secret", "keys");
        let mut sealed = seal.close("thames credential", b"thirty-two bytes").unwrap();
        assert_ne!(sealed, seal.close("thames credential", b"thirty-two bytes").unwrap());
        assert_eq!(
            seal.open("thames credential", &sealed).as_deref(),
            Some(&b"thirty-two bytes"[..])
        );
        assert_eq!(seal.open("northmark credential", &sealed), None);
        assert_eq!(Seal::new(b"another", "keys").open("thames credential", &sealed), None);
        let other = Seal::new(b"the installation's secret", "one-time codes");
        assert_eq!(other.open("thames credential", &sealed), None);
        sealed[20] ^= 1;
        assert_eq!(seal.open("thames credential", &sealed), None);
        assert_eq!(seal.open("thames credential", b"short"), None);
    }
}
