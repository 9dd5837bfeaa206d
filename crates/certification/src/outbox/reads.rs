//! The outbox as the office sees it.

use crate::db::Tx;
use crate::error::{Error, Result};
use time::OffsetDateTime;
use uuid::Uuid;

/// How a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Failing,
    Sent,
}

impl Standing {
    /// The words on a page.
    pub fn title(self) -> &'static str {
        match self {
            Standing::Waiting => "Waiting",
            Standing::Failing => "Not delivered yet",
            Standing::Sent => "Sent",
        }
    }

    /// The shape of its tag.
    pub fn kind(self) -> &'static str {
        match self {
            Standing::Waiting => "wait",
            Standing::Failing => "bad",
            Standing::Sent => "good",
        }
    }
}

/// A mail as the office's outbox shows it.
#[derive(Debug, Clone)]
pub struct Sent {
    pub id: Uuid,
    pub to_address: String,
    pub subject: String,
    pub body: String,
    pub queued_at: OffsetDateTime,
    pub sent_at: Option<OffsetDateTime>,
    pub attempts: i32,
    pub next_try_at: OffsetDateTime,
    pub error: Option<String>,
    pub left_by: Option<String>,
    /// Byte for byte as it left; only where one mail is looked at.
    pub message: Option<Vec<u8>>,
}

impl Sent {
    pub fn standing(&self) -> Standing {
        match (&self.sent_at, &self.error) {
            (Some(_), _) => Standing::Sent,
            (None, Some(_)) => Standing::Failing,
            (None, None) => Standing::Waiting,
        }
    }
}

/// The body's mails, newest first, older than `before`; at most `limit`.
pub async fn mails(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<Sent>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Sent,
        "select id, to_address, subject, body, queued_at, sent_at, attempts, next_try_at, error, left_by, null::bytea as message
         from mails
         where body_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3",
        body,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// One mail, with its bytes if it has left.
pub async fn mail(tx: &mut Tx<'_>, id: Uuid) -> Result<Sent> {
    let body = tx.actor().body()?;
    sqlx::query_as!(
        Sent,
        "select id, to_address, subject, body, queued_at, sent_at, attempts, next_try_at, error, left_by, message
         from mails where body_id = $1 and id = $2",
        body,
        id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// One mail exactly as it left, as an .eml file's bytes; not found while it waits.
pub async fn message(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<u8>> {
    let body = tx.actor().body()?;
    sqlx::query_scalar!(r#"select message as "message!" from mails where body_id = $1 and id = $2 and message is not null"#, body, id)
        .fetch_one(tx.sql())
        .await
        .map_err(Error::from)
}
