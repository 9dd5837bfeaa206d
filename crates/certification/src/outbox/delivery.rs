//! Delivery: one mail at a time, at least once, and again later when it failed.

use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A mail whose turn it is.
#[derive(Debug)]
pub struct Waiting {
    pub body_id: Uuid,
    pub id: Uuid,
    pub from_name: String,
    pub from_address: String,
    pub to_address: String,
    pub subject: String,
    pub body: String,
    pub queued_at: OffsetDateTime,
    pub attempts: i32,
}

/// How a mail left: the exact bytes, and where to ("smtp" or a file's name).
pub struct Left {
    pub message: Vec<u8>,
    pub by: String,
}

/// Takes the next mail whose turn it is and hands it to `send`; keeps what left, or the error and when to
/// try again (one minute, doubling, at most six hours). `Ok(false)` when none waits. The row stays locked
/// meanwhile, so two workers never send the same mail at once.
pub async fn deliver(
    db: &Db,
    send: impl AsyncFnOnce(&Waiting) -> std::result::Result<Left, String>,
) -> Result<bool> {
    let worker = Actor::nobody(Room::Worker, None);
    db.write(&worker, async |tx| {
        let Some(mail) = next(tx).await? else { return Ok(false) };
        let now = tx.now();
        match send(&mail).await {
            Ok(left) => mark_sent(tx, &mail, left, now).await?,
            Err(error) => mark_failed(tx, &mail, &error, now).await?,
        }
        Ok(true)
    })
    .await
}

async fn next(tx: &mut Tx<'_>) -> Result<Option<Waiting>> {
    let now = tx.now();
    sqlx::query_as!(
        Waiting,
        "select m.body_id, m.id, b.name as from_name, b.email as from_address, m.to_address, m.subject, m.body,
           m.queued_at, m.attempts
         from mails m join bodies b on b.id = m.body_id
         where m.sent_at is null and m.next_try_at <= $1
         order by m.next_try_at limit 1 for update of m skip locked",
        now
    )
    .fetch_optional(tx.sql())
    .await
    .map_err(Error::from)
}

async fn mark_sent(tx: &mut Tx<'_>, mail: &Waiting, left: Left, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update mails set sent_at = $3, attempts = attempts + 1, error = null, message = $4, left_by = $5
         where body_id = $1 and id = $2",
        mail.body_id,
        mail.id,
        now,
        left.message,
        left.by
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn mark_failed(
    tx: &mut Tx<'_>,
    mail: &Waiting,
    error: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let wait = Duration::minutes(1 << mail.attempts.clamp(0, 8)).min(Duration::hours(6));
    sqlx::query!(
        "update mails set attempts = attempts + 1, error = $3, next_try_at = $4 where body_id = $1 and id = $2",
        mail.body_id,
        mail.id,
        error,
        now + wait
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
