//! A vote as it is kept: with the statements, the credentials' kind and the digest that it is over.

use super::STATEMENTS;
use crate::db::Tx;
use crate::decisions::Vote;
use crate::decisions::decider::Decider;
use crate::decisions::digest::Manifest;
use crate::error::Result;
use crate::people::Proven;

/// Keeps the list that was signed, and the signature over it.
pub(super) async fn keep_vote(
    tx: &mut Tx<'_>,
    decider: &Decider,
    chair: bool,
    proven: &Proven,
    (vote, reason): (Vote, &str),
    manifest: &Manifest,
) -> Result<()> {
    keep_manifest(tx, decider, manifest).await?;
    let (body, now, id, seat) = (tx.actor().body()?, tx.now(), tx.new_id(), decider.seat());
    let statements: Vec<_> =
        STATEMENTS.iter().map(|(_, sentence)| (*sentence).to_owned()).collect();
    sqlx::query!(
        "insert into votes (body_id, client_id, engagement_id, case_id, id, person_id, chair, vote, reason, statements, factor, record_digest, signed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        proven.person,
        chair,
        vote.key(),
        reason,
        &statements,
        proven.factor,
        manifest.digest,
        now
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
