//! A report is written: kept as far as it is, by one person at a time.

use super::text::Text;
use crate::audits::{Brief, at_work};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use uuid::Uuid;

/// Keeps the draft as far as it is written; `version` is the one that the page was made from, 0 for none.
pub async fn save(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    version: i32,
    typed: impl Fn(&str) -> String,
) -> Result<()> {
    let audit = at_work(tx, audit_id).await?;
    let text = read(&audit, typed)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into report_drafts as d (body_id, client_id, engagement_id, audit_id, content, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (body_id, audit_id) do update set content = excluded.content, by_person = excluded.by_person,
           at = excluded.at, version = d.version + 1 where d.version = $8 or d.content = excluded.content",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        serde_json::to_value(&text)?,
        person,
        now,
        version
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("Somebody else of the team has written in this draft meanwhile. What you typed is still here and was not kept: compare, and save again.".into()))
}

pub(super) fn read(audit: &Brief, typed: impl Fn(&str) -> String) -> Result<Text> {
    let mut reading = Reading::default();
    let mut text = Text::typed(audit.kind, typed);
    for field in super::fields(audit.kind) {
        let value = reading.optional(field.key, text.get(field.key), LONG);
        if !field.choices().is_empty() && !value.is_empty() && field.words(&value).is_empty() {
            reading.errors.add(
                field.key,
                format!("Choose one of those offered: {}", field.label.to_lowercase()),
            );
        }
        text.set(field.key, value);
    }
    reading.done()?;
    Ok(text)
}

/// The draft's version and text; version 0 while nothing is written.
pub(super) async fn draft(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<(i32, Text)> {
    let body = tx.actor().body()?;
    let draft = sqlx::query!(
        "select version, content from report_drafts where body_id = $1 and audit_id = $2",
        body,
        audit_id
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(match draft {
        Some(draft) => (draft.version, serde_json::from_value(draft.content)?),
        None => (0, Text::default()),
    })
}
