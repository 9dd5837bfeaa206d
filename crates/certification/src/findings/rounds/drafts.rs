//! The client's half-written answer, kept until it is sent.

use super::answering::Answering;
use super::standing;
use crate::db::Tx;
use crate::error::Result;
use crate::findings::Step;
use sqlx::types::Json;
use uuid::Uuid;

/// Keeps a half-written answer. Nothing is checked yet; nothing is told to anybody.
pub async fn save_draft(tx: &mut Tx<'_>, finding: Uuid, form: Answering) -> Result<()> {
    let standing = standing(tx, finding).await?;
    standing.state.after(Step::Answer, standing.grade)?;
    let (body, now) = (tx.actor().body()?, tx.now());
    // PostgreSQL's jsonb has no place for the null character.
    let words = serde_json::to_string(&form)?.replace("\\u0000", "");
    let content = serde_json::from_str::<serde_json::Value>(&words)?;
    sqlx::query!(
        "insert into response_drafts (body_id, client_id, finding_id, content, at) values ($1, $2, $3, $4, $5)
         on conflict (body_id, finding_id) do update set content = excluded.content, at = excluded.at",
        body,
        standing.file.client_id,
        finding,
        content,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The client's half-written answer, if there is one; in the client's room only.
pub async fn draft(tx: &mut Tx<'_>, finding: Uuid) -> Result<Option<Answering>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let kept = sqlx::query_scalar!(
        r#"select content as "content!: Json<Answering>" from response_drafts where body_id = $1 and client_id = $2 and finding_id = $3"#,
        body,
        client,
        finding
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(kept.map(|draft| draft.0))
}
