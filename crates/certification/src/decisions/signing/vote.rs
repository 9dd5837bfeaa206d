//! A vote as it is kept: with the statement that was signed, byte for byte, its signature, and the list that it is
//! over.

use super::intent::{Intent, key_of};
use crate::db::Tx;
use crate::decisions::Vote;
use crate::decisions::decider::Decider;
use crate::decisions::digest::Manifest;
use crate::error::{Error, Result};
use proofs::statement::PanelSignature;

/// Keeps the list that was signed, and the signature over it.
pub(super) async fn keep_vote(
    tx: &mut Tx<'_>,
    decider: &Decider,
    (chair, vote): (bool, Vote),
    (intent, signed): (&Intent, &PanelSignature),
    manifest: &Manifest,
) -> Result<()> {
    keep_manifest(tx, decider, manifest).await?;
    let (body, now, id, seat) = (tx.actor().body()?, tx.now(), tx.new_id(), decider.seat());
    let said = &intent.statement;
    let signature =
        serde_json::to_value(&signed.signature).map_err(|e| Error::Fault(e.to_string()))?;
    sqlx::query!(
        "insert into votes (body_id, client_id, engagement_id, case_id, id, person_id, chair, vote, reason, statements, factor, record_digest, signed_at,
           intent_id, signed_statement, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        intent.person,
        chair,
        vote.key(),
        said.reason,
        &said.declarations,
        key_of(said.factor),
        manifest.digest,
        now,
        intent.id,
        intent.bytes,
        signature
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn keep_manifest(tx: &mut Tx<'_>, decider: &Decider, manifest: &Manifest) -> Result<()> {
    let (body, now, seat) = (tx.actor().body()?, tx.now(), decider.seat());
    sqlx::query!(
        "insert into manifests (body_id, client_id, engagement_id, case_id, digest, lines, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        manifest.digest,
        manifest.lines,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
