//! The public keys of a body as it publishes them (`keys.json`, a JWK set of RFC 7517), with the time in which each
//! signed, so that retired and compromised keys can be told.

use crate::keys::PublicKey;
use crate::{day, json};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

/// What a set may hold: keys of many bodies and many years.
const MOST_KEYS: usize = 512;
const MOST_BYTES: usize = 512 * 1024;

/// One public key and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// The issuer's DID, `#`, the key's thumbprint (RFC 7638).
    pub kid: String,
    pub key: PublicKey,
    /// When it began to sign; none where that is not known.
    pub from: Option<OffsetDateTime>,
    /// When it ceased to sign.
    pub until: Option<OffsetDateTime>,
    /// From when on others may have held it: nothing that it signed proves anything by itself any more.
    pub compromised: Option<OffsetDateTime>,
}

/// The keys that a verifier goes by; nothing is ever fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    pub keys: Vec<KnownKey>,
}

/// Why a key set is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeysError {
    #[error("The key set is larger than {MOST_BYTES} bytes or has more than {MOST_KEYS} keys.")]
    Large,
    #[error("The key set is no JWK set: {0}.")]
    Form(String),
    #[error(
        "The key set holds a private key. Private keys are never handed out; treat it as compromised."
    )]
    Private,
    #[error("The key {0:?} is not named by its thumbprint.")]
    Name(String),
    #[error("Two keys are named {0:?}.")]
    Twice(String),
}

impl KnownKey {
    /// The key of this issuer (a DID), without limits in time.
    pub fn of(did: &str, key: PublicKey) -> Self {
        let kid = format!("{did}#{}", key.thumbprint());
        KnownKey { kid, key, from: None, until: None, compromised: None }
    }

    /// The DID in whose name the key signs.
    pub fn did(&self) -> &str {
        self.kid.rsplit_once('#').map_or("", |(did, _)| did)
    }

    /// Whether it signed at that moment, as far as the set says.
    pub fn signed_at(&self, moment: OffsetDateTime) -> bool {
        self.from.is_none_or(|from| from <= moment)
            && self.until.is_none_or(|until| moment <= until)
    }

    fn jwk(&self) -> Value {
        let mut jwk = json!({
            "kty": "OKP", "crv": "Ed25519", "x": self.key.x(), "kid": self.kid, "use": "sig", "alg": "EdDSA",
        });
        let times = [
            ("assay:from", self.from),
            ("assay:until", self.until),
            ("assay:compromised", self.compromised),
        ];
        for (name, moment) in times {
            if let Some(moment) = moment {
                jwk[name] = day::written(moment).into();
            }
        }
        jwk
    }
}

impl KeySet {
    /// The set in these bytes. Keys of other kinds than Ed25519 are passed over, as RFC 7517 has it.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeysError> {
        if bytes.len() > MOST_BYTES {
            return Err(KeysError::Large);
        }
        let set = json::parse(bytes).map_err(|e| KeysError::Form(e.to_string()))?;
        let listed = set["keys"].as_array().ok_or_else(|| form("it has no list \"keys\""))?;
        if listed.len() > MOST_KEYS {
            return Err(KeysError::Large);
        }
        let mut keys: Vec<KnownKey> = Vec::new();
        for jwk in listed {
            let Some(key) = known(jwk.as_object().ok_or_else(|| form("a key is no object"))?)?
            else {
                continue;
            };
            if keys.iter().any(|other| other.kid == key.kid) {
                return Err(KeysError::Twice(key.kid));
            }
            keys.push(key);
        }
        Ok(KeySet { keys })
    }

    /// The bytes of `keys.json`.
    pub fn bytes(&self) -> Vec<u8> {
        let keys: Vec<Value> = self.keys.iter().map(KnownKey::jwk).collect();
        serde_json::to_vec_pretty(&json!({ "keys": keys })).unwrap_or_default()
    }

    /// The DID document under which verifiers that go by did:web find the keys (Controlled Identifiers 1.0): those of
    /// this DID; a key that was retired or compromised is listed, and makes no new assertions.
    pub fn did_document(&self, did: &str) -> Vec<u8> {
        let own: Vec<&KnownKey> = self.keys.iter().filter(|known| known.did() == did).collect();
        let method = |known: &&KnownKey| {
            let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": known.key.x() });
            let mut method = json!({ "id": known.kid, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk });
            for (name, moment) in [("expires", known.until), ("revoked", known.compromised)] {
                if let Some(moment) = moment {
                    method[name] = day::written(moment).into();
                }
            }
            method
        };
        let asserting =
            own.iter().filter(|known| known.until.is_none() && known.compromised.is_none());
        let document = json!({
            "@context": ["https://www.w3.org/ns/cid/v1"],
            "id": did,
            "verificationMethod": own.iter().map(method).collect::<Vec<_>>(),
            "assertionMethod": asserting.map(|known| known.kid.clone()).collect::<Vec<_>>(),
        });
        serde_json::to_vec_pretty(&document).unwrap_or_default()
    }

    pub fn by_kid(&self, kid: &str) -> Option<&KnownKey> {
        self.keys.iter().find(|known| known.kid == kid)
    }

    /// The entry of this very key under this issuer's DID.
    pub fn by_key(&self, did: &str, key: PublicKey) -> Option<&KnownKey> {
        self.keys.iter().find(|known| known.key == key && known.did() == did)
    }
}

fn known(jwk: &Map<String, Value>) -> Result<Option<KnownKey>, KeysError> {
    if jwk.contains_key("d") {
        return Err(KeysError::Private);
    }
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    if text("kty") != Some("OKP") || text("crv") != Some("Ed25519") {
        return Ok(None);
    }
    let key =
        text("x").and_then(PublicKey::from_x).ok_or_else(|| form("a key's x is no 32 bytes"))?;
    let kid = text("kid").ok_or_else(|| form("a key has no kid"))?.to_owned();
    if !kid.ends_with(&format!("#{}", key.thumbprint())) {
        return Err(KeysError::Name(kid));
    }
    let moment = |name: &str| match jwk.get(name) {
        None => Ok(None),
        Some(value) => match value.as_str().and_then(day::moment) {
            None => Err(form("a key's time is no RFC 3339 text")),
            moment => Ok(moment),
        },
    };
    let (from, until) = (moment("assay:from")?, moment("assay:until")?);
    Ok(Some(KnownKey { kid, key, from, until, compromised: moment("assay:compromised")? }))
}

fn form(what: &str) -> KeysError {
    KeysError::Form(what.to_owned())
}
