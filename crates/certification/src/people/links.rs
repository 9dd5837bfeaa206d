//! One-time links to somebody's account: a signed, expiring claim that names the person and the state of the
//! account. Using the link changes that state, so it works once; looking at it consumes nothing.

use crate::error::{Error, FieldErrors, Result};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Confirms the e-mail address of a new account.
    Confirm,
    /// Sets a new password.
    Password,
}

impl Purpose {
    fn path(self) -> &'static str {
        match self {
            Purpose::Confirm => "/door/account/confirm",
            Purpose::Password => "/door/password/new",
        }
    }
}

/// How long a link asked for by the person itself works.
pub(crate) const SHORTLY: Duration = Duration::minutes(30);
/// How long an invitation works.
pub(crate) const INVITED: Duration = Duration::days(7);

/// Makes links that only this installation can have made, and reads them.
#[derive(Clone)]
pub struct Links {
    key: [u8; 32],
    public_url: String,
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Claims {
    pub(crate) sub: Uuid,
    exp: i64,
    purpose: Purpose,
    fingerprint: String,
}

impl Links {
    /// With a key of their own, drawn from the installation's secret.
    pub fn new(secret: &[u8], public_url: &str) -> Self {
        let key =
            Sha256::new().chain_update(b"assay links v1 ").chain_update(secret).finalize().into();
        Links { key, public_url: public_url.to_owned() }
    }

    /// The address of a page of this installation.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The token with which somebody without an account follows what they lodged under this id from this
    /// address. Nobody else can make it, and it need not be kept: the same two give the same token.
    pub(crate) fn token_for(&self, id: Uuid, email: &str) -> String {
        let parts = Sha256::new().chain_update(self.key).chain_update(b" follows ");
        let parts = parts.chain_update(id.as_bytes()).chain_update(email.to_lowercase());
        hex::encode(parts.chain_update(self.key).finalize())
    }

    /// What is kept of a token.
    pub(crate) fn digest_of(token: &str) -> Vec<u8> {
        Sha256::digest(token).to_vec()
    }

    /// A link for the account as it stands, with where to go on to (`next`, an own path or nothing).
    pub(crate) fn link(
        &self,
        account: &Account,
        purpose: Purpose,
        until: OffsetDateTime,
        next: &str,
    ) -> Result<String> {
        let claims = Claims {
            sub: account.id,
            exp: until.unix_timestamp(),
            purpose,
            fingerprint: account.fingerprint(purpose),
        };
        let token =
            encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(&self.key))
                .map_err(|cause| Error::Fault(cause.to_string()))?;
        let next = if next.is_empty() { String::new() } else { format!("&next={}", encoded(next)) };
        Ok(self.address(&format!("{}?token={token}{next}", purpose.path())))
    }

    /// Whose link this is, if it was made here, for this purpose, and its time is not over.
    pub(crate) fn read(
        &self,
        token: &str,
        purpose: Purpose,
        now: OffsetDateTime,
    ) -> Result<Claims> {
        let mut rules = Validation::new(Algorithm::HS256);
        // The installation's clock decides below, not the machine's.
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["exp", "sub"]);
        let claims = decode::<Claims>(token, &DecodingKey::from_secret(&self.key), &rules)
            .map_err(|_| spent())?
            .claims;
        if claims.purpose == purpose && claims.exp > now.unix_timestamp() {
            Ok(claims)
        } else {
            Err(spent())
        }
    }
}

impl Claims {
    /// Whether the account still is as it was when the link was made.
    pub(crate) fn fits(&self, account: &Account) -> Result<()> {
        if self.fingerprint == account.fingerprint(self.purpose) { Ok(()) } else { Err(spent()) }
    }
}

/// One answer for every way in which a link can be worth nothing.
pub(crate) fn spent() -> Error {
    FieldErrors::one("", "This link has been used already, or its time is over: ask for a new one")
        .into()
}

/// What a link hangs on.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) confirmed: bool,
}

impl Account {
    /// The state that using a link changes. Confirming asks for the password besides, so that link need not
    /// hang on it, and a form that was sent twice leaves two links that work.
    fn fingerprint(&self, purpose: Purpose) -> String {
        let state = match purpose {
            Purpose::Confirm => format!("{} {}", self.id, self.confirmed),
            Purpose::Password => format!(
                "{} {} {}",
                self.id,
                self.confirmed,
                self.password_hash.as_deref().unwrap_or("none")
            ),
        };
        hex::encode(&Sha256::digest(state)[..16])
    }
}

pub(super) fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    text.bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
