//! What is signed of an attestation: its exact bytes, and the credential that is bound to its document; it is
//! rehearsed with a throw-away key before the body's own key touches it, and read back (CRT-1, CRT-5).

use super::issue::Issuing;
use super::{Attestation, Draw, Signed};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::keys::{self, Purpose};
use crate::rulebook;
use proofs::credential::{self, Bound, Terms};
use proofs::jws::{self, CREDENTIAL};
use proofs::key_set::{KeySet, KnownKey};
use proofs::keys::SigningKey;
use proofs::status_list;
use serde_json::Value;
use time::{OffsetDateTime, Time};
use uuid::Uuid;

/// An attestation with everything that proves it, ready to be kept.
pub(super) struct Proven {
    pub(super) key: Uuid,
    pub(super) signed: Signed,
    pub(super) credential: String,
    pub(super) status_index: i32,
    /// The document with the credential sealed into it.
    pub(super) pdf: Vec<u8>,
}

/// Signs, draws, binds and seals, in this order.
///
/// # Errors
/// Refused where the credential would say something that it must not (CRT-1); nothing is then signed.
pub(super) async fn prove(
    tx: &mut Tx<'_>,
    content: &Attestation,
    issuing: &Issuing<'_>,
) -> Result<Proven> {
    let identity = keys::to_sign(tx, issuing.public_url).await?;
    let did = identity.did();
    let key = keys::in_use(tx, issuing.keyring, Purpose::Credential).await?;
    let status_index = free_place(tx).await?;
    let json = content.bytes();
    let signed = Signed { signature: key.signing.sign(&json), json, key: key.signing.public() };
    let base = drawn(issuing.draw, content, &signed).await?;
    let index = u32::try_from(status_index).unwrap_or_default();
    let terms = Terms {
        attestation: content,
        issuer: &did,
        id: &format!("{}?revision={}", content.verify_url, content.revision),
        pdf: Bound::to(&base),
        suspension: (&identity.list(status_list::Purpose::Suspension), index),
        revocation: (&identity.list(status_list::Purpose::Revocation), index),
        valid_from: tx.now().replace_nanosecond(0).unwrap_or(tx.now()),
        valid_until: end_of(tx, content),
    };
    let unsigned = credential::rehearsed(&terms).map_err(not_right)?;
    let credential = read_back(&unsigned, &key.signing, &did)?;
    let pdf = proofs::pdf::sealed(&base, credential.as_bytes());
    let pdf = pdf.map_err(|cause| Error::Fault(cause.to_string()))?;
    Ok(Proven { key: key.id, signed, credential, status_index, pdf })
}

/// The last second of the attestation's last day, by the body's clocks.
fn end_of(tx: &Tx<'_>, content: &Attestation) -> OffsetDateTime {
    let after = content.expires_on.next_day().unwrap_or(content.expires_on);
    let end = tx.actor().zone().moment(after, Time::MIDNIGHT) - time::Duration::SECOND;
    end.to_offset(time::UtcOffset::UTC)
}

/// Signs in the DID's name, and reads back what was signed.
fn read_back(unsigned: &Value, key: &SigningKey, did: &str) -> Result<String> {
    let known = KnownKey::of(did, key.public());
    let jwt = credential::sign(unsigned, key, &known.kid);
    match jws::verify(jwt.as_bytes(), CREDENTIAL, &KeySet { keys: vec![known] }) {
        Ok(read) if read.payload == *unsigned => Ok(jwt),
        other => Err(Error::Fault(format!("a credential does not read back: {other:?}"))),
    }
}

fn not_right(wrong: Vec<String>) -> Refusal {
    rulebook::CRT_1
        .refuse(
            "The attestation’s credential would not be right, so nothing is signed.",
            "Tell whoever runs this installation what the list says; then decide again.",
        )
        .missing(wrong)
}

/// A place in the body's status lists that nobody has, taken at random, so that neighbours say nothing of each other.
async fn free_place(tx: &mut Tx<'_>) -> Result<i32> {
    let body = tx.actor().body()?;
    let tried: Vec<i32> = (0..64).map(|_| rand::random_range(0..PLACES)).collect();
    sqlx::query_scalar!(
        r#"select t.place as "place!" from unnest($2::int[]) with ordinality t (place, turn)
           where not exists (select from certificates c where c.body_id = $1 and c.status_index = t.place) order by t.turn limit 1"#,
        body,
        &tried
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or_else(|| Error::Fault("the body’s status lists are full".into()))
}

/// Places in a status list: the fewest in which holders hide in the crowd (Bitstring Status List 1.0).
const PLACES: i32 = 131_072;

/// Drawing takes its time, so it happens off the async threads.
async fn drawn(draw: &Draw, content: &Attestation, signed: &Signed) -> Result<Vec<u8>> {
    let (draw, content, signed) = (draw.clone(), content.clone(), signed.clone());
    tokio::task::spawn_blocking(move || draw(&content, &signed))
        .await
        .map_err(|cause| Error::Fault(cause.to_string()))?
        .map_err(Error::Fault)
}
