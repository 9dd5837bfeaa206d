//! Making a key pair, and putting another in its place.

use super::{Key, Keyring, Purpose, place, unusable};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use proofs::keys::SigningKey;
use uuid::Uuid;

/// A key pair of this purpose, from now on the one in use. Two transactions that make it at once take turns at the
/// index of keys in use: the second is told so and tries again.
pub(super) async fn make(tx: &mut Tx<'_>, ring: &Keyring, purpose: Purpose) -> Result<Key> {
    let (body, person, id, now) = (tx.actor().body()?, tx.actor().person, tx.new_id(), tx.now());
    // Credentials say whole seconds: one of the same second must not seem older than its key.
    let made_at = now.replace_nanosecond(0).unwrap_or(now);
    let seed: [u8; 32] = rand::random();
    let signing = SigningKey::from_seed(&seed).ok_or_else(unusable)?;
    let public = signing.public().0;
    let sealed = ring.0.close(&place(body, purpose, id), &seed).ok_or_else(unusable)?;
    let made = sqlx::query!(
        "insert into signing_keys (body_id, id, purpose, public_key, sealed, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        body,
        id,
        purpose.key(),
        public.as_slice(),
        sealed,
        made_at,
        person
    )
    .execute(tx.sql())
    .await?;
    match made.rows_affected() {
        1 => Ok(Key { id, signing }),
        _ => Err(Error::Stale(
            "The body’s key was made by somebody else just now: send it again.".into(),
        )),
    }
}

/// Which key is replaced and why, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Rotation {
    /// The key in use that the page showed; a form sent twice finds it retired.
    pub key: String,
    pub reason: String,
    /// "yes" where somebody else may have the private key.
    pub compromised: String,
}

/// Retires a key in use and makes another. What the old one signed stays good; its public half stays published.
///
/// # Errors
/// Field errors while no reason is given; stale where the key is no longer in use.
pub async fn rotate(
    tx: &mut Tx<'_>,
    _by: &Administrator,
    ring: &Keyring,
    typed: &Rotation,
) -> Result<Purpose> {
    let mut r = Reading::default();
    let reason = r.required("reason", &typed.reason, "why the key is replaced", LONG);
    r.done()?;
    let id: Uuid = typed.key.parse().map_err(|_| Error::NotFound)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let retired = sqlx::query_scalar!(
        "update signing_keys set retired_at = $3, retired_by = $4, reason = $5, compromised = $6
         where body_id = $1 and id = $2 and retired_at is null returning purpose",
        body,
        id,
        now,
        person,
        reason,
        typed.compromised == "yes"
    )
    .fetch_optional(tx.sql())
    .await?
    .and_then(|purpose| Purpose::from_key(&purpose));
    let purpose = retired
        .ok_or_else(|| Error::Stale("This key is no longer in use: open the page again.".into()))?;
    make(tx, ring, purpose).await?;
    Ok(purpose)
}
