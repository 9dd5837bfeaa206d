//! A body's key pairs, one in use per purpose: made at first need, sealed at rest, rotated with a reason, their
//! public halves published for as long as what they signed is held.

mod identity;
mod reads;
mod steps;
#[cfg(test)]
mod tests;

pub use identity::Identity;
pub(crate) use identity::{host_of, slug_of, to_rename, to_sign};
pub use reads::{KeyLine, all, key_set, published};
pub use steps::{Rotation, rotate};

use crate::db::Tx;
use crate::error::{Error, Result};
use proofs::keys::SigningKey;
use proofs::seal::Seal;
use uuid::Uuid;

/// What a key signs, and nothing else: no signature of one purpose can be shown as one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Attestations, their credentials, the status lists.
    Credential,
    /// A panel member's statement where the member has no passkey, and the file of a case.
    Decision,
    /// Checkpoints of the log.
    Log,
}

impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Credential, Purpose::Decision, Purpose::Log];

    /// The key kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            Purpose::Credential => "credential",
            Purpose::Decision => "decision",
            Purpose::Log => "log",
        }
    }

    /// What it signs, as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Purpose::Credential => "Attestations",
            Purpose::Decision => "Decisions",
            Purpose::Log => "Log",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }
}

/// Opens and seals the bodies' private keys.
#[derive(Clone)]
pub struct Keyring(Seal);

impl Keyring {
    /// The keyring of the installation with this secret.
    pub fn new(secret: &[u8]) -> Self {
        Keyring(Seal::new(secret, "signing keys"))
    }
}

/// A key pair in use.
pub struct Key {
    pub id: Uuid,
    pub signing: SigningKey,
}

/// To which place a private key is sealed: another body's or another purpose's row opens nothing.
fn place(body: Uuid, purpose: Purpose, id: Uuid) -> String {
    format!("{body} {} {id}", purpose.key())
}

/// The body's key of this purpose; made now if there is none yet.
///
/// # Errors
/// A fault where the installation's secret is not the one under which the key was sealed.
pub(crate) async fn in_use(tx: &mut Tx<'_>, ring: &Keyring, purpose: Purpose) -> Result<Key> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select id, sealed from signing_keys where body_id = $1 and purpose = $2 and retired_at is null",
        body,
        purpose.key()
    )
    .fetch_optional(tx.sql())
    .await?;
    match row {
        None => steps::make(tx, ring, purpose).await,
        Some(row) => {
            let seed = ring.0.open(&place(body, purpose, row.id), &row.sealed);
            let seed = seed.and_then(|seed| <[u8; 32]>::try_from(seed).ok()).ok_or_else(|| {
                Error::Fault("a private key does not open: the installation’s secret is not the one under which it was sealed; restore it from a backup".into())
            })?;
            let signing = SigningKey::from_seed(&seed).ok_or_else(unusable)?;
            Ok(Key { id: row.id, signing })
        }
    }
}

fn unusable() -> Error {
    Error::Fault("a key pair cannot be made of its bytes".into())
}
