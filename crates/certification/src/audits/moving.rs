//! An audit is held and moved on, by one step at a time.

use super::brief::{Brief, brief};
use super::state::Step;
use crate::db::Tx;
use crate::error::{Error, Result};
use time::OffsetDateTime;
use uuid::Uuid;

/// The audit for an act that moves it on: nobody else does meanwhile.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: Uuid) -> Result<Brief> {
    let body = tx.actor().body()?;
    sqlx::query!("select id from audits where body_id = $1 and id = $2 for update", body, id)
        .fetch_one(tx.sql())
        .await?;
    brief(tx, id).await
}

/// Moves an audit on by one step, if nobody else did meanwhile.
pub(crate) async fn advance(tx: &mut Tx<'_>, audit: &Brief, step: Step) -> Result<()> {
    let now = tx.now();
    advance_at(tx, audit, step, now).await
}

/// The same for a step that people took at a time of their own: a meeting.
pub(crate) async fn advance_at(
    tx: &mut Tx<'_>,
    audit: &Brief,
    step: Step,
    at: OffsetDateTime,
) -> Result<()> {
    let next = audit.state.after(step)?;
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update audits set state = $4, version = version + 1,
           opened_at = case when $4 = 'under_way' then $5 else opened_at end,
           closed_at = case when $4 = 'held' then $5 else closed_at end,
           reported_at = case when $4 = 'reported' then $5 else reported_at end
         where body_id = $1 and id = $2 and version = $3",
        body,
        audit.id,
        audit.version,
        next.key(),
        at
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Stale("Somebody else has moved this audit on meanwhile: open it again.".into()))
    }
}
