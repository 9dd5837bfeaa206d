//! The client's half-written answer, kept until it is sent.

use super::answering::Answering;
use super::standing;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::findings::Step;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// A half-written answer, and when it was kept.
#[derive(Debug, Clone)]
pub struct Draft {
    pub words: Answering,
    pub kept_at: OffsetDateTime,
}

impl Draft {
    /// What the page's form says of it, so that nobody overwrites what somebody else kept meanwhile.
    pub fn mark(&self) -> String {
        mark(self.kept_at)
    }
}

fn mark(kept_at: OffsetDateTime) -> String {
    (kept_at.unix_timestamp_nanos() / 1000).to_string()
}

/// Keeps a half-written answer; answers the mark of what is kept now (see [`Draft::mark`]). Nothing is checked yet;
/// nothing is told to anybody.
///
/// # Errors
/// Stale when another draft was kept since the page was opened: the client's people share one.
pub async fn save_draft(tx: &mut Tx<'_>, finding: Uuid, form: Answering) -> Result<String> {
    let standing = standing(tx, finding).await?;
    standing.state.after(Step::Answer, standing.grade)?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let seen = form.kept_at.parse::<i64>().unwrap_or_default();
    let seen = OffsetDateTime::from_unix_timestamp_nanos(i128::from(seen) * 1000).ok();
    // PostgreSQL's jsonb has no place for the null character.
    let words = serde_json::to_string(&Answering { kept_at: String::new(), ..form })?;
    let content = serde_json::from_str::<serde_json::Value>(&words.replace("\\u0000", ""))?;
    let kept = sqlx::query!(
        "insert into response_drafts (body_id, client_id, finding_id, content, at) values ($1, $2, $3, $4, $5)
         on conflict (body_id, finding_id) do update set content = excluded.content, at = excluded.at
         where response_drafts.at = $6 or response_drafts.content = excluded.content",
        body,
        standing.file.client_id,
        finding,
        content,
        now,
        seen
    )
    .execute(tx.sql())
    .await?;
    if kept.rows_affected() == 1 {
        return Ok(mark(now));
    }
    Err(Error::Stale("Another draft of this answer was kept meanwhile, by a colleague or in another window. It stands beside yours: compare them, and keep yours again to replace it.".into()))
}

/// The client's half-written answer, if there is one; in the client's room only.
pub async fn draft(tx: &mut Tx<'_>, finding: Uuid) -> Result<Option<Draft>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let kept = sqlx::query!(
        r#"select content as "content!: Json<Answering>", at from response_drafts where body_id = $1 and client_id = $2 and finding_id = $3"#,
        body,
        client,
        finding
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(kept.map(|row| Draft { words: row.content.0, kept_at: row.at }))
}
