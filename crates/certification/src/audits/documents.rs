//! Documents that a team asks the client for, and what has arrived.

use super::{Brief, brief, plan};
use crate::Room;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::evidence::{self, About, Given, Received};
use crate::parse::{Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::teams;
use time::OffsetDateTime;
use uuid::Uuid;

/// A document asked for, with the files given for it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: Uuid,
    pub title: String,
    pub why: String,
    pub asked_at: OffsetDateTime,
    /// When the client said that this is all.
    pub provided_at: Option<OffsetDateTime>,
    pub files: Vec<Given>,
}

impl Asked {
    /// Kind and words of its tag.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match (self.provided_at, self.files.is_empty()) {
            (Some(_), _) => ("good", "Provided"),
            (None, false) => ("wait", "Begun"),
            (None, true) => ("act", "Awaited"),
        }
    }
}

/// One more document, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Asking {
    pub id: String,
    pub title: String,
    pub why: String,
}

/// What an audit's team asked for, with the files that arrived. Two statements. In the client's room it is
/// what has been sent to it with the plan, and since.
pub async fn of(tx: &mut Tx<'_>, audit: &Brief) -> Result<Vec<Asked>> {
    let (body, to_client) = (tx.actor().body()?, tx.actor().room() == Room::Client);
    let mut asked: Vec<_> = sqlx::query!(
        "select q.id, q.title, q.why, q.asked_at, q.provided_at from document_requests q
         where q.body_id = $1 and q.audit_id = $2 and q.withdrawn_at is null
           and (not $3 or exists (select from plans p where p.body_id = $1 and p.audit_id = $2 and p.state in ('sent', 'agreed')))
         order by q.id",
        body,
        audit.id,
        to_client
    )
    .map(|r| Asked { id: r.id, title: r.title, why: r.why, asked_at: r.asked_at, provided_at: r.provided_at, files: vec![] })
    .fetch_all(tx.sql())
    .await?;
    let ids: Vec<_> = asked.iter().map(|request| request.id).collect();
    for file in evidence::about(tx, audit.engagement_id, About::DocumentRequest, &ids).await? {
        if let Some(request) = asked.iter_mut().find(|request| request.id == file.about_id) {
            request.files.push(file);
        }
    }
    Ok(asked)
}

/// Asks for one more document while the audit goes on. An auditor's act; the client is told.
pub async fn ask(tx: &mut Tx<'_>, audit_id: Uuid, form: Asking) -> Result<()> {
    let audit = brief(tx, audit_id).await?;
    audit.team_auditor()?;
    let mut reading = Reading::default();
    let title = reading.required("title", &form.title, "which document you ask for", SHORT);
    let why = reading.optional("why", &form.why, SHORT);
    reading.done()?;
    if plan::state_now(tx, audit_id).await?.is_draft() {
        return Err(rulebook::ORDER
            .refuse(
                "The client does not have the plan yet.",
                "Put the document into the plan, and send the plan.",
            )
            .into());
    }
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let asked = sqlx::query!(
        "insert into document_requests (body_id, client_id, engagement_id, audit_id, id, title, why, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (body_id, id) do nothing",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        title,
        why,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if asked.rows_affected() == 0 {
        return Ok(());
    }
    tx.record(Entry::new(
        audit.file(),
        "document_asked",
        format!("asked for the document “{title}”"),
        Seen::ByClientToo,
    ));
    teams::mail_client(
        tx,
        &audit,
        "a document is asked for",
        &format!("the audit team asks for “{title}”. {why}\n\nPlease sign in and upload it."),
    )
    .await
}

/// Withdraws a request: the document is not needed. An auditor's act.
pub async fn withdraw(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid) -> Result<()> {
    let audit = brief(tx, audit_id).await?;
    audit.team_auditor()?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let title = sqlx::query_scalar!(
        "update document_requests set withdrawn_at = $4 where body_id = $1 and audit_id = $2 and id = $3 and withdrawn_at is null returning title",
        body,
        audit_id,
        id,
        now
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or_else(|| Error::Stale("This document is not asked for any more: open the list again.".into()))?;
    tx.record(Entry::new(
        audit.file(),
        "document_withdrawn",
        format!("no longer asks for the document “{title}”"),
        Seen::ByClientToo,
    ));
    Ok(())
}

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
    let audit = brief(tx, audit_id).await?;
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
    let audit = brief(tx, audit_id).await?;
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
