//! What screens and verbs ask about the scope's revisions.

use super::ScopeContent;
use crate::db::Tx;
use crate::differences::{self, Revision};
use crate::error::Result;
use sqlx::types::Json;
use uuid::Uuid;

/// One revision of the scope.
#[derive(Debug, Clone)]
pub struct ScopeRevision {
    pub id: Uuid,
    pub revision: i32,
    pub content: ScopeContent,
}

/// The newest approved scope of this engagement; `NotFound` before its application is accepted.
pub async fn newest(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<ScopeRevision> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select id, revision, content as "content: Json<ScopeContent>" from scope_revisions
           where body_id = $1 and engagement_id = $2 order by revision desc limit 1"#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(ScopeRevision { id: row.id, revision: row.revision, content: row.content.0 })
}

/// The newest revisions, newest first, each with its difference from the one before.
pub async fn revisions(tx: &mut Tx<'_>, engagement_id: Uuid, limit: i64) -> Result<Vec<Revision>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select s.revision, s.content as "content: Json<ScopeContent>", s.because, s.made_at,
             encode(s.digest, 'hex') as "digest!", p.name,
             (select o.content from scope_revisions o where o.body_id = s.body_id and o.engagement_id = s.engagement_id
                and o.revision = s.revision - 1) as "before: Json<ScopeContent>"
           from scope_revisions s join people p on p.id = s.made_by
           where s.body_id = $1 and s.engagement_id = $2 order by s.revision desc limit $3"#,
        body,
        engagement_id,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    let revision = rows.into_iter().map(|row| Revision {
        revision: row.revision,
        because: row.because,
        by: row.name,
        at: row.made_at,
        digest: row.digest,
        differences: row
            .before
            .map(|before| differences::between(&before.0.parts(), &row.content.0.parts())),
    });
    Ok(revision.collect())
}
