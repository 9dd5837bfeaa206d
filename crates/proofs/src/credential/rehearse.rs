//! Issuing as certificate authorities do it: before the body's key touches a credential, a throw-away key signs it, and
//! what it signed is read back and looked at again.

use super::{Terms, lint, make, sign};
use crate::jws::{self, CREDENTIAL};
use crate::key_set::{KeySet, KnownKey};
use crate::keys::SigningKey;
use serde_json::Value;

/// A key that everybody has: nothing that it signs is worth anything.
const THROW_AWAY: [u8; 32] = [0; 32];

/// The credential, fit to be signed; else what is wrong with it, a sentence each.
pub fn rehearsed(terms: &Terms) -> Result<Value, Vec<String>> {
    let made = make(terms);
    clean(lint(&made))?;
    let read = read_back(&made, terms.issuer).map_err(|problem| vec![problem])?;
    if read != made {
        return Err(vec!["What was read back is not what was signed.".to_owned()]);
    }
    clean(lint(&read))?;
    Ok(made)
}

fn clean(found: Vec<String>) -> Result<(), Vec<String>> {
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn read_back(made: &Value, issuer: &str) -> Result<Value, String> {
    let key = SigningKey::from_seed(&THROW_AWAY).ok_or("The throw-away key cannot be made.")?;
    let known = KnownKey::of(issuer, key.public());
    let jwt = sign(made, &key, &known.kid);
    let signed = jws::verify(jwt.as_bytes(), CREDENTIAL, &KeySet { keys: vec![known] });
    signed.map(|signed| signed.payload).map_err(|error| error.to_string())
}
