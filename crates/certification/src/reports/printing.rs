//! An issued report as it goes to print: its content, cut to what the reader may have, and how its body presents
//! itself on paper.

use super::Edition;
use super::content::Content;
use crate::certificates::Issuer;
use crate::db::Tx;
use crate::error::{Error, Result};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

/// A report with all that its print needs.
#[derive(Debug, Clone)]
pub struct Printed {
    pub content: Content,
    /// SHA-256 of the report as it was issued, whole, whatever this reader gets of it.
    pub digest: Vec<u8>,
    /// A later version stands.
    pub replaced: bool,
    pub body: Issuer,
    /// The body's part of an address.
    pub slug: String,
    /// The number of the newest certificate of this file; none before one is granted.
    pub number: Option<String>,
}

/// Draws an edition of a report: the program hands this in, so that drawing stays out of this crate.
pub type DrawReport = Arc<dyn Fn(&Printed, Edition) -> Result<Vec<u8>, String> + Send + Sync>;

/// The report of an audit, its newest version or a given one, whole. For the rooms of office, audit and panel, which
/// find the audit or the case first.
///
/// # Errors
/// Not found while the report is not issued.
pub async fn printed(tx: &mut Tx<'_>, audit_id: Uuid, version: Option<i32>) -> Result<Printed> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select r.engagement_id, r.content, r.digest,
             exists (select from reports n where n.body_id = r.body_id and n.audit_id = r.audit_id and n.version > r.version) as "replaced!"
           from reports r where r.body_id = $1 and r.audit_id = $2 and ($3::int is null or r.version = $3)
           order by r.version desc limit 1"#,
        body,
        audit_id,
        version
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Error::NotFound)?;
    with_letterhead(tx, row.engagement_id, row.content, row.digest, row.replaced).await
}

/// A version of a report as far as it was published to the acting client, with what the client knows of the audit
/// besides: plan, team and findings.
///
/// # Errors
/// Not found while nothing of that version was published, and for another client's.
pub async fn printed_for_client(tx: &mut Tx<'_>, report: Uuid) -> Result<Printed> {
    let row = sqlx::query!(
        r#"select engagement_id as "engagement_id!", content as "content!", digest as "digest!", replaced as "replaced!"
           from published_report($1)"#,
        report
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Error::NotFound)?;
    with_letterhead(tx, row.engagement_id, row.content, row.digest, row.replaced).await
}

async fn with_letterhead(
    tx: &mut Tx<'_>,
    engagement: Uuid,
    content: Value,
    digest: Vec<u8>,
    replaced: bool,
) -> Result<Printed> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.slug, b.name, b.legal_name, b.address, b.country, b.website, b.mark, b.colour,
             (select c.number from certificates c where c.body_id = b.id and c.engagement_id = $2
              order by c.effective_on desc, c.revision desc limit 1) as number
           from bodies b where b.id = $1"#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?;
    let content: Content = serde_json::from_value(content)?;
    // Names as they were when the report was issued; how they look as of today.
    let then = &content.facts.body;
    let letterhead = Issuer {
        name: then.name.clone(),
        legal_name: then.legal_name.clone(),
        address: then.address.clone(),
        country: then.country.clone(),
        website: row.website,
        mark: row.mark,
        colour: row.colour,
    };
    Ok(Printed { content, digest, replaced, body: letterhead, slug: row.slug, number: row.number })
}

impl Printed {
    /// What it is called as a file.
    pub fn file_name(&self, edition: Edition) -> String {
        let of = match edition {
            Edition::Whole => String::new(),
            some => format!(", {}", some.title().to_lowercase()),
        };
        let (audit, kind) = (&self.content.facts.audit, self.content.kind().title());
        format!("{} {kind} report, version {}{of}.pdf", audit.reference, self.content.version)
    }
}
