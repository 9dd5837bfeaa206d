//! What the duty has done, for the office: over all files, newest first, and of one file.

use super::Step;
use crate::db::Tx;
use crate::error::{Error, Result};
use time::Date;
use uuid::Uuid;

/// A step that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client: String,
    pub step: Step,
    /// E.g. "Surveillance 1".
    pub about: String,
    pub due_on: Date,
    pub taken_on: Date,
    /// To whom, in words.
    pub told: String,
}

/// The body's newest steps, older than `before`; at most `limit`.
pub async fn newest(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<Taken>> {
    read(tx, None, before, limit).await
}

/// The newest steps of one file; at most `limit`.
pub async fn of_file(tx: &mut Tx<'_>, engagement: Uuid, limit: i64) -> Result<Vec<Taken>> {
    read(tx, Some(engagement), None, limit).await
}

async fn read(
    tx: &mut Tx<'_>,
    only: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Taken>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select s.id, s.engagement_id, c.name as client, s.step, s.about, s.due_on, s.taken_on, s.told
         from escalations s join clients c on c.body_id = s.body_id and c.client_id = s.client_id
         where s.body_id = $1 and ($2::uuid is null or s.engagement_id = $2) and ($3::uuid is null or s.id < $3)
         order by s.id desc limit $4",
        body,
        only,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    let taken = |step: Option<Step>| {
        step.ok_or_else(|| Error::Fault("an escalation of no known step".into()))
    };
    rows.into_iter()
        .map(|row| {
            Ok(Taken {
                step: taken(Step::from_key(&row.step))?,
                id: row.id,
                engagement_id: row.engagement_id,
                client: row.client,
                about: row.about,
                due_on: row.due_on,
                taken_on: row.taken_on,
                told: row.told,
            })
        })
        .collect()
}
