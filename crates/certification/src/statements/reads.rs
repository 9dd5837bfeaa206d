//! What screens ask about statements of applicability.

use super::content::parts;
use super::{Content, Control};
use crate::db::Tx;
use crate::differences::{self, Revision};
use crate::error::Result;
use crate::files;
use crate::standards::{Scheme, Standard};
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The draft as it stands: each control with its version, 0 while it was never saved.
#[derive(Debug, Clone)]
pub struct Draft {
    pub controls: Vec<(i32, Control)>,
}

impl Draft {
    pub fn content(&self) -> Content {
        self.controls.iter().map(|(_, control)| control.clone()).collect()
    }
}

/// The client's draft of this file.
pub async fn draft(tx: &mut Tx<'_>, file: &files::Brief) -> Result<Draft> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select control, version, applicable, justification, implemented, documented from statement_controls
         where body_id = $1 and engagement_id = $2",
        body,
        file.engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let stands = |id: &str| match rows.iter().find(|row| row.control == id) {
        None => (0, Control { control: id.to_owned(), ..Control::default() }),
        Some(row) => (
            row.version,
            Control {
                control: id.to_owned(),
                applicable: row.applicable,
                justification: row.justification.clone(),
                implemented: row.implemented.clone(),
                documented: row.documented.clone(),
            },
        ),
    };
    Ok(Draft { controls: file.standard.controls().map(|control| stands(&control.id)).collect() })
}

/// One issued version, whole.
#[derive(Debug, Clone)]
pub struct Version {
    pub revision: i32,
    pub label: String,
    pub dated_on: Date,
    pub standard: Scheme,
    pub content: Content,
    pub by: String,
    pub at: OffsetDateTime,
    /// SHA-256 of the content, in hex.
    pub digest: String,
}

/// An issued version of this engagement's statement: this one, or the newest; `None` where there is none.
pub async fn version(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    revision: Option<i32>,
) -> Result<Option<Version>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select e.standard as "standard: Scheme", s.revision, s.label, s.dated_on, s.content as "content: Json<Content>", s.made_at,
             encode(s.digest, 'hex') as "digest!", p.name
           from statement_versions s join people p on p.id = s.made_by
           join engagements e on e.body_id = s.body_id and e.id = s.engagement_id
           where s.body_id = $1 and s.engagement_id = $2 and ($3::int is null or s.revision = $3)
           order by s.revision desc limit 1"#,
        body,
        engagement_id,
        revision
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.map(|row| Version {
        revision: row.revision,
        label: row.label,
        dated_on: row.dated_on,
        standard: row.standard,
        content: row.content.0,
        by: row.name,
        at: row.made_at,
        digest: row.digest,
    }))
}

/// What the client calls the newest issued version; empty where there is none.
pub async fn label_of(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<String> {
    let body = tx.actor().body()?;
    let label = sqlx::query_scalar!(
        "select label from statement_versions where body_id = $1 and engagement_id = $2 order by revision desc limit 1",
        body,
        engagement_id
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(label.unwrap_or_default())
}

/// The newest issued versions, newest first, each with its difference from the one before.
pub async fn versions(tx: &mut Tx<'_>, engagement_id: Uuid, limit: i64) -> Result<Vec<Revision>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select e.standard as "standard: Scheme", s.revision, s.label, s.dated_on, s.content as "content: Json<Content>", s.made_at, encode(s.digest, 'hex') as "digest!", p.name,
             (select o.content from statement_versions o where o.body_id = s.body_id and o.engagement_id = s.engagement_id
                and o.revision = s.revision - 1) as "before: Json<Content>"
           from statement_versions s join people p on p.id = s.made_by
           join engagements e on e.body_id = s.body_id and e.id = s.engagement_id
           where s.body_id = $1 and s.engagement_id = $2 order by s.revision desc limit $3"#,
        body,
        engagement_id,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    let revision = rows.into_iter().map(|row| Revision {
        revision: row.revision,
        because: format!("{}, of {}.", row.label, crate::cycle::in_words(row.dated_on)),
        by: row.name,
        at: row.made_at,
        digest: row.digest,
        differences: row.before.map(|before| between(row.standard, &before.0, &row.content.0)),
    });
    Ok(revision.collect())
}

fn between(standard: &Standard, before: &Content, after: &Content) -> Vec<differences::Difference> {
    differences::between(&parts(standard, before), &parts(standard, after))
}
