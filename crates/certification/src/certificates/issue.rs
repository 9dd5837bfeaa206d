//! Issuing an attestation: its content gathered and checked, frozen, drawn and kept, in the transaction of
//! the decision behind it (CRT-1, CRT-2, CRT-3, CRT-5).

use super::content::{Named, content, lacking, named};
use super::signing::{Proven, prove};
use super::{Attestation, Draw};
use crate::db::Tx;
use crate::error::Result;
use crate::keys::Keyring;
use crate::parse::normalise;
use crate::record::File;
use crate::{cycle, rulebook};
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

/// What the program knows and an attestation needs.
pub struct Issuing<'a> {
    pub draw: &'a Draw,
    /// Opens the body's keys.
    pub keyring: &'a Keyring,
    /// The address that people use, without a slash at its end.
    pub public_url: &'a str,
    pub demonstration: bool,
}

/// Under which terms a decision issues.
pub(crate) enum Terms {
    /// A grant: revision 1 of a new number, for as long as this body's attestations hold.
    New,
    /// A certificate taken over: revision 1 of a new number, with the expiry that it had (TRF-1).
    TakenOver { expires_on: Date },
    /// The next revision of a number, with its expiry: a new scope keeps it, a renewal builds on it (CRT-5).
    Next { number: String, revision: i32, expires_on: Date },
}

/// Issues what a positive decision issues, and answers the number and the day on which it expires.
pub(crate) async fn issue(
    tx: &mut Tx<'_>,
    file: File,
    (decision, outcome): (Uuid, &'static str),
    terms: Terms,
    record_digest: &str,
    issuing: &Issuing<'_>,
) -> Result<(String, Date)> {
    let named = named(tx, file, decision).await?;
    let (number, revision, expires_on) = match terms {
        Terms::New => {
            let expires_on = cycle::expiry(named.decided_on, named.certificate_months);
            (next_number(tx, &named).await?, 1, expires_on)
        }
        Terms::TakenOver { expires_on } => (next_number(tx, &named).await?, 1, expires_on),
        Terms::Next { number, revision, expires_on } => (number, revision, expires_on),
    };
    let content = content(&named, (number, revision, expires_on), record_digest, issuing);
    let lacking = lacking(&content, named.standard);
    if !lacking.is_empty() {
        return Err(rulebook::CRT_1
            .refuse(
                "The attestation would not be complete.",
                "See to each thing on the list; then decide.",
            )
            .missing(lacking)
            .into());
    }
    let proven = prove(tx, &content, issuing).await?;
    keep(tx, file, (decision, outcome), &named, &content, proven).await?;
    Ok((content.number, content.expires_on))
}

/// The next number of the decision's year; the counter's row stays locked until the end, so that no number
/// comes twice and none is lost to an attempt that fails.
async fn next_number(tx: &mut Tx<'_>, named: &Named) -> Result<String> {
    let (body, year) = (tx.actor().body()?, named.decided_on.year());
    let last = sqlx::query_scalar!(
        "insert into certificate_counters (body_id, year, last) values ($1, $2, 1)
         on conflict (body_id, year) do update set last = certificate_counters.last + 1 returning last",
        body,
        year
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(format!("{}-{}-{year}-{last:04}", named.code, named.standard.letters))
}

/// SHA-256 over the content in its one serialised form.
pub(super) fn digest_of(content: &Attestation) -> Result<Vec<u8>> {
    Ok(Sha256::digest(serde_json::to_vec(content)?).to_vec())
}

async fn keep(
    tx: &mut Tx<'_>,
    file: File,
    (decision, outcome): (Uuid, &str),
    named: &Named,
    content: &Attestation,
    proven: Proven,
) -> Result<()> {
    let (body, id, now) = (tx.actor().body()?, tx.new_id(), tx.now());
    let digests = (Sha256::digest(&proven.signed.json), Sha256::digest(&proven.pdf));
    sqlx::query!(
        "insert into certificates (body_id, client_id, engagement_id, id, decision_id, outcome, decided_on, number, revision, client_name,
           client_name_norm, standard, scope, country, effective_on, expires_on, issued_at, content, content_digest, pdf, pdf_sha256, demonstration, listed,
           key_id, attestation_json, signature, credential, status_index)
         values ($1, $2, $3, $4, $5, $23, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $24, $25, $26, $27, $28)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        decision,
        content.decided_on,
        content.number,
        content.revision,
        content.client,
        normalise(&content.client),
        content.standard,
        content.scope,
        named.country,
        content.effective_on,
        content.expires_on,
        now,
        serde_json::to_value(content)?,
        digests.0.as_slice(),
        proven.pdf,
        digests.1.as_slice(),
        content.demonstration,
        named.listed,
        outcome,
        proven.key,
        proven.signed.json,
        proven.signed.signature,
        proven.credential,
        proven.status_index
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
