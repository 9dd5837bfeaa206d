//! The client gives files for a document, and says that it is provided.

use super::unreported;
use crate::audits::Brief;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::evidence::{self, About, Received};
use crate::record::{Entry, Seen};
use crate::{Room, rulebook};
use time::OffsetDateTime;
use uuid::Uuid;

struct Open {
    title: String,
    provided_at: Option<OffsetDateTime>,
}

/// A request that is open to the client: sent, and not withdrawn; the row is held until the act is over.
async fn open_request(tx: &mut Tx<'_>, audit: &Brief, id: Uuid) -> Result<Open> {
    if tx.actor().room() != Room::Client {
        return Err(Error::NotFound);
    }
    let body = tx.actor().body()?;
    sqlx::query_as!(
        Open,
        "select q.title, q.provided_at from document_requests q
         where q.body_id = $1 and q.audit_id = $2 and q.id = $3 and q.withdrawn_at is null
           and exists (select from plans p where p.body_id = $1 and p.audit_id = $2 and p.state in ('sent', 'agreed'))
         for update of q",
        body,
        audit.id,
        id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The client gives files for a document that is asked for.
pub async fn give(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, files: Vec<Received>) -> Result<()> {
    let audit = unreported(tx, audit_id).await?;
    let request = open_request(tx, &audit, id).await?;
    if files.is_empty() {
        return Err(FieldErrors::one("file", "Choose at least one file").into());
    }
    if request.provided_at.is_some() {
        return Err(rulebook::ORDER
            .refuse(
                format!("“{}” is marked as provided.", request.title),
                "Take the mark away first, then add the file.",
            )
            .into());
    }
    for file in files {
        evidence::keep(tx, file, audit.file(), About::DocumentRequest, id).await?;
    }
    Ok(())
}

/// The client says that a document is provided, or takes the mark away again.
pub async fn mark_provided(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    id: Uuid,
    provided: bool,
) -> Result<()> {
    let audit = unreported(tx, audit_id).await?;
    let request = open_request(tx, &audit, id).await?;
    if request.provided_at.is_some() == provided {
        return Ok(());
    }
    if provided
        && evidence::about(tx, audit.engagement_id, About::DocumentRequest, &[id]).await?.is_empty()
    {
        return Err(FieldErrors::one("file", "Upload at least one file first").into());
    }
    let (body, at) = (tx.actor().body()?, Some(tx.now()).filter(|_| provided));
    sqlx::query!(
        "update document_requests set provided_at = $3 where body_id = $1 and id = $2",
        body,
        id,
        at
    )
    .execute(tx.sql())
    .await?;
    let words = if provided { "marked as provided" } else { "is adding to" };
    tx.record(Entry::new(
        audit.file(),
        "document_provided",
        format!("{words} the document “{}”", request.title),
        Seen::ByClientToo,
    ));
    Ok(())
}
