//! An auditor asks for one more document while the audit goes on, or for one no longer.

use super::unreported;
use crate::audits::{Brief, plan};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::{rulebook, teams};
use uuid::Uuid;

/// One more document, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Asking {
    pub id: String,
    pub title: String,
    pub why: String,
}

/// Asks for one more document while the audit goes on. An auditor's act; the client is told.
pub async fn ask(tx: &mut Tx<'_>, audit_id: Uuid, form: Asking) -> Result<()> {
    let audit = unreported(tx, audit_id).await?;
    audit.team_auditor()?;
    let (title, why) = read(&form)?;
    if plan::state_now(tx, audit_id).await?.is_draft() {
        return Err(rulebook::ORDER
            .refuse(
                "The client does not have the plan yet.",
                "Put the document into the plan, and send the plan.",
            )
            .into());
    }
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if !insert(tx, &audit, id, &title, &why).await? {
        return Ok(());
    }
    let sentence = format!("asked for the document “{title}”");
    tx.record(Entry::new(audit.file(), "document_asked", sentence, Seen::ByClientToo));
    let text = format!("the audit team asks for “{title}”. {why}\n\nPlease sign in and upload it.");
    teams::mail_client(tx, &audit, "a document is asked for", &text).await
}

fn read(form: &Asking) -> Result<(String, String)> {
    let mut reading = Reading::default();
    let title = reading.required("title", &form.title, "which document you ask for", SHORT);
    let why = reading.optional("why", &form.why, SHORT);
    reading.done()?;
    Ok((title, why))
}

/// Whether it is new.
async fn insert(tx: &mut Tx<'_>, audit: &Brief, id: Uuid, title: &str, why: &str) -> Result<bool> {
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
    Ok(asked.rows_affected() == 1)
}

/// Withdraws a request: the document is not needed. An auditor's act.
pub async fn withdraw(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid) -> Result<()> {
    let audit = unreported(tx, audit_id).await?;
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
