//! The keys that a body has and had: for its own page, and for anyone who checks what they signed.

use super::Purpose;
use crate::db::Tx;
use crate::error::{Error, Result};
use proofs::key_set::{KeySet, KnownKey};
use proofs::keys::PublicKey;
use proofs::verify::did_of_log;
use time::OffsetDateTime;
use uuid::Uuid;

/// One key's public half and its life.
#[derive(Debug, Clone)]
pub struct KeyLine {
    pub id: Uuid,
    pub purpose: Purpose,
    pub public: PublicKey,
    pub made_at: OffsetDateTime,
    /// Until when it signed; none while it is in use.
    pub retired_at: Option<OffsetDateTime>,
    /// Retired because somebody else may have the private half.
    pub compromised: bool,
    /// Why it was retired; for the body's own page.
    pub reason: String,
}

/// All keys of the acting body, newest first, for its own page.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<KeyLine>> {
    let body = tx.actor().body()?;
    let mut lines = published(tx, body).await?;
    let reasons = sqlx::query!("select id, reason from signing_keys where body_id = $1", body)
        .fetch_all(tx.sql())
        .await?;
    for row in reasons {
        let line = lines.iter_mut().find(|line| line.id == row.id);
        line.into_iter().for_each(|line| line.reason.clone_from(&row.reason));
    }
    Ok(lines)
}

/// All public keys of a body, newest first, for anyone (JWKS), who has no right on the reasons; keys of other bodies
/// are none of them.
pub async fn published(tx: &mut Tx<'_>, body: Uuid) -> Result<Vec<KeyLine>> {
    let rows = sqlx::query!(
        "select id, purpose, public_key, made_at, retired_at, compromised
         from signing_keys where body_id = $1 order by made_at desc, id desc",
        body
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            line((
                row.id,
                row.purpose,
                row.public_key,
                row.made_at,
                row.retired_at,
                row.compromised,
            ))
        })
        .collect()
}

/// The keys of one purpose as anyone goes by them (JWKS), under the body's DID. Beside those that sign attestations
/// stand the log's, under a name of their own, so that a bundle's proof can be checked and neither passes for the other.
pub fn key_set(lines: &[KeyLine], did: &str, purpose: Purpose) -> KeySet {
    let known = |line: &KeyLine| match (line.purpose, purpose) {
        (of, asked) if of == asked => Some(known_key(line, did)),
        (Purpose::Log, Purpose::Credential) => Some(known_key(line, &did_of_log(did))),
        _ => None,
    };
    KeySet { keys: lines.iter().filter_map(known).collect() }
}

fn known_key(line: &KeyLine, did: &str) -> KnownKey {
    KnownKey {
        from: Some(line.made_at),
        until: line.retired_at,
        compromised: line.retired_at.filter(|_| line.compromised),
        ..KnownKey::of(did, line.public)
    }
}

type Kept = (Uuid, String, Vec<u8>, OffsetDateTime, Option<OffsetDateTime>, bool);

fn line((id, purpose, public, made_at, retired_at, compromised): Kept) -> Result<KeyLine> {
    let unknown = || Error::Fault("a key in the database is none".into());
    Ok(KeyLine {
        id,
        purpose: Purpose::from_key(&purpose).ok_or_else(unknown)?,
        public: PublicKey(public.try_into().map_err(|_| unknown())?),
        made_at,
        retired_at,
        compromised,
        reason: String::new(),
    })
}
