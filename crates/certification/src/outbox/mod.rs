//! Mail, queued in the transaction of the act that causes it, so that neither goes without the other.
//! Delivery is `deliver`: the worker's, one mail at a time, at least once.

mod delivery;
mod reads;
#[cfg(test)]
mod tests;

use crate::db::Tx;
use crate::error::Result;
use uuid::Uuid;

pub use delivery::{Left, Waiting, deliver};
pub use reads::{Sent, Standing, mail, mails, message};

/// A mail as the trade would dictate it: plain text, one matter.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// Queues a mail in this transaction, in the name of body `body_id`.
pub(crate) async fn queue(tx: &mut Tx<'_>, body_id: Uuid, mail: Mail) -> Result<()> {
    insert(tx, body_id, mail, false).await
}

/// Queues a mail with a one-time link in it: whoever read it in the office's outbox could become that person,
/// at other bodies too. In a demonstration anybody may be anyone, and the outbox shows it.
pub(crate) async fn queue_private(tx: &mut Tx<'_>, body_id: Uuid, mail: Mail) -> Result<()> {
    insert(tx, body_id, mail, true).await
}

async fn insert(tx: &mut Tx<'_>, body_id: Uuid, mail: Mail, private: bool) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into mails (body_id, id, to_address, subject, body, queued_at, next_try_at, private)
         values ($1, $2, $3, $4, $5, $6, $6, $7 and not exists (select from installation where key = 'demonstration'))",
        body_id,
        id,
        mail.to,
        mail.subject,
        mail.body,
        now,
        private
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
