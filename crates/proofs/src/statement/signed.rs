//! A statement with its signature, as it is kept and handed out: by the member's passkey, or by the body's key where
//! the member has none.

use super::{CAP, Factor, Statement, Wrong};
use crate::base64url;
use crate::keys::{PublicKey, SigningKey};
use crate::passkey::{Assertion, Checked, Site};
use crate::strict;
use serde::{Deserialize, Serialize};

/// The name of the format of a signature with its statement.
pub const FORMAT: &str = "assay-panel-signature-v1";
/// Ed25519's signatures have 64 bytes (RFC 8032).
const SIGNATURE_LEN: usize = 64;

/// A statement as the exact text that was signed, with the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelSignature {
    format: String,
    /// The canonical JSON of the statement, as text: its UTF-8 bytes are what is signed.
    pub statement: String,
    pub signature: Signature,
}

/// Whose signature it is, with all that verifying it needs beside the keys and sites that one trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", deny_unknown_fields)]
pub enum Signature {
    /// The member's own passkey, on this site.
    #[serde(rename = "passkey")]
    Passkey { site: Site, assertion: Assertion },
    /// The body's decision key, Ed25519 over the statement's bytes.
    #[serde(rename = "body", rename_all = "camelCase")]
    Body {
        #[serde(with = "base64url")]
        public_key: [u8; 32],
        #[serde(with = "base64url")]
        signature: Vec<u8>,
    },
}

/// What the verifier knows from elsewhere: the sites on which the body's people sign, and the body's decision keys,
/// old ones too.
#[derive(Clone, Copy, Debug)]
pub struct Trusted<'a> {
    pub sites: &'a [Site],
    pub body_keys: &'a [PublicKey],
}

/// Who signed, once verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// With the COSE key that the body registered as the member's.
    Passkey {
        credential_id: Vec<u8>,
        public_key: Vec<u8>,
        checked: Checked,
    },
    Body(PublicKey),
}

impl Signature {
    /// The body's signature over a statement's bytes, where the member has no passkey.
    pub fn by_body(key: &SigningKey, statement: &[u8]) -> Self {
        Signature::Body { public_key: key.public().0, signature: key.sign(statement) }
    }

    /// Whether this is a signature over exactly these bytes, by a key or on a site that is trusted.
    pub fn verify(&self, statement: &[u8], trusted: &Trusted<'_>) -> Result<Signer, Wrong> {
        match self {
            Signature::Passkey { site, assertion } => {
                if !trusted.sites.contains(site) {
                    return Err(Wrong::UnknownSite(site.origin.clone()));
                }
                let checked = assertion.verify(statement, site)?;
                let (credential_id, public_key) =
                    (assertion.credential_id.clone(), assertion.public_key.clone());
                Ok(Signer::Passkey { credential_id, public_key, checked })
            }
            Signature::Body { public_key, signature } => {
                let key = PublicKey(*public_key);
                if !trusted.body_keys.contains(&key) {
                    return Err(Wrong::UnknownKey(key.fingerprint()));
                }
                match signature.len() == SIGNATURE_LEN && key.verifies(statement, signature) {
                    true => Ok(Signer::Body(key)),
                    false => Err(Wrong::WrongSignature),
                }
            }
        }
    }
}

impl PanelSignature {
    /// A statement's bytes (as [`Statement::bytes`] gave them) with the signature over them.
    pub fn new(statement: &[u8], signature: Signature) -> Result<Self, Wrong> {
        let statement = String::from_utf8(statement.to_vec()).map_err(|_| Wrong::NotCanonical)?;
        Ok(PanelSignature { format: FORMAT.into(), statement, signature })
    }

    /// The signature as a file.
    pub fn json(&self) -> Result<Vec<u8>, Wrong> {
        serde_json_canonicalizer::to_vec(self).map_err(|_| Wrong::NotCanonical)
    }

    /// Reads the file, strictly; nothing is verified yet.
    pub fn parse(json: &[u8]) -> Result<Self, Wrong> {
        let read: PanelSignature = strict::json(json, 2 * CAP)?;
        match read.format == FORMAT {
            true => Ok(read),
            false => Err(Wrong::Format(read.format)),
        }
    }

    /// The statement and who signed it, if the signature is genuine and the statement says truly whose key it was.
    pub fn verify(&self, trusted: &Trusted<'_>) -> Result<(Statement, Signer), Wrong> {
        let bytes = self.statement.as_bytes();
        let statement = Statement::parse(bytes)?;
        let signer = self.signature.verify(bytes, trusted)?;
        let by_passkey = matches!(signer, Signer::Passkey { .. });
        if by_passkey != (statement.factor == Factor::Passkey) {
            return Err(Wrong::Contradiction("the signature is by another key than it says"));
        }
        Ok((statement, signer))
    }
}
