//! Signed notes (c2sp.org/signed-note), with Ed25519 only: a text, a blank line, and signatures that name their key.

use super::{Broken, malformed};
use crate::keys::{PublicKey, SigningKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const WHAT: &str = "signed note";
/// Ed25519's number among signature types.
const ED25519: u8 = 1;
/// Most bytes of a note that are read.
pub(super) const CAP: usize = 64 * 1024;
/// Most signatures of a note that are read; the specification asks for sixteen at least.
const SIGNATURES_CAP: usize = 64;

/// A key that signs notes under a name.
pub struct NoteSigner<'a> {
    name: String,
    key: &'a SigningKey,
}

/// A key that verifies notes under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: PublicKey,
}

impl<'a> NoteSigner<'a> {
    /// The signer of this name: not empty, no space, no plus.
    pub fn new(name: &str, key: &'a SigningKey) -> Result<Self, Broken> {
        check_name(name)?;
        Ok(NoteSigner { name: name.into(), key })
    }

    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.public() }
    }

    /// The note of a text, which ends with a line feed.
    pub(super) fn sign(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes());
        let bytes = [self.verifier().key_id().as_slice(), &signature].concat();
        format!("{text}\n\u{2014} {} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl Verifier {
    /// The verifier of this name: not empty, no space, no plus.
    pub fn new(name: &str, key: PublicKey) -> Result<Self, Broken> {
        check_name(name)?;
        Ok(Verifier { name: name.into(), key })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes by which signatures name the key.
    pub fn key_id(&self) -> [u8; 4] {
        let hash = Sha256::new().chain_update(&self.name).chain_update([b'\n', ED25519]);
        let [a, b, c, d, ..]: [u8; 32] = hash.chain_update(self.key.0).finalize().into();
        [a, b, c, d]
    }

    /// The key as tools read it: "name+0123abcd+base64".
    pub fn text(&self) -> String {
        let key = STANDARD.encode([[ED25519].as_slice(), &self.key.0].concat());
        format!("{}+{}+{key}", self.name, hex::encode(self.key_id()))
    }

    /// The key of such a text.
    pub fn from_text(text: &str) -> Result<Self, Broken> {
        let wrong = |why| malformed("verifier key", why);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("it has not three parts"));
        };
        let key = STANDARD.decode(key).map_err(|_| wrong("its key is not base64"))?;
        let key = match key.split_first() {
            Some((&ED25519, key)) => key.try_into().ok(),
            _ => None,
        };
        let verifier = Verifier::new(name, PublicKey(key.ok_or(wrong("it is no Ed25519 key"))?))?;
        match hex::encode(verifier.key_id()) == id {
            true => Ok(verifier),
            false => Err(wrong("its id is not that of its name and key")),
        }
    }

    /// The text of a note that this key signed. Signatures by other keys are passed over; a false one in the name of
    /// this key condemns the note.
    pub(super) fn open<'n>(&self, note: &'n str) -> Result<&'n str, Broken> {
        if note.len() > CAP || note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(malformed(WHAT, "it is too long or has control characters"));
        }
        let end = note.rfind("\n\n").ok_or(malformed(WHAT, "no blank line ends its text"))?;
        let (text, signatures) = (&note[..=end], &note[end + 2..]);
        let lines = signatures.strip_suffix('\n').ok_or(malformed(WHAT, "it ends early"))?;
        let mut ours = false;
        for (at, line) in lines.split('\n').enumerate() {
            let (name, bytes) = parse_signature(line)?;
            if at >= SIGNATURES_CAP {
                return Err(malformed(WHAT, "it has more than 64 signatures"));
            }
            let signature = bytes.strip_prefix(self.key_id().as_slice());
            if let Some(signature) = signature.filter(|_| name == self.name) {
                if !self.key.verifies(text.as_bytes(), signature) {
                    return Err(Broken::WrongSignature(self.name.clone()));
                }
                ours = true;
            }
        }
        if ours { Ok(text) } else { Err(Broken::NotSigned(self.name.clone())) }
    }
}

fn parse_signature(line: &str) -> Result<(&str, Vec<u8>), Broken> {
    let wrong = malformed(WHAT, "a line of it is no signature");
    let parts = line.strip_prefix("\u{2014} ").and_then(|rest| rest.split_once(' '));
    let (name, signature) = parts.ok_or(wrong.clone())?;
    check_name(name)?;
    match STANDARD.decode(signature) {
        Ok(bytes) if bytes.len() > 4 => Ok((name, bytes)),
        _ => Err(wrong),
    }
}

fn check_name(name: &str) -> Result<(), Broken> {
    let barred = |c: char| c.is_whitespace() || c == '+' || c.is_control();
    match name.is_empty() || name.contains(barred) {
        true => Err(malformed("key's name", "it is empty or has a space or a plus in it")),
        false => Ok(()),
    }
}
