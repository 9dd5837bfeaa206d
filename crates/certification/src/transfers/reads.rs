//! What was asked and answered, for the office and for the client.

use super::{CycleStage, Direction, Outcome, Status};
use crate::as_json;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A transfer, asked for and perhaps answered.
#[derive(Debug, Clone)]
pub struct Transfer {
    pub id: Uuid,
    pub direction: Direction,
    pub other_body: String,
    pub certificate_number: String,
    pub reasons: String,
    pub asked_by: String,
    pub asked_at: OffsetDateTime,
    /// Of a transfer out: the statement that was given.
    pub statement: String,
    pub answered_at: Option<OffsetDateTime>,
    /// Of a transfer in: the review. In the office's room only.
    pub review: Option<Reviewed>,
}

/// The documented review, as it was written.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Reviewed {
    pub certificate_number: String,
    pub issuing_body: String,
    pub accreditation_body: String,
    pub accreditation_valid: bool,
    pub status: String,
    pub status_checked_how: String,
    #[serde(with = "as_json::day")]
    pub status_checked_on: Date,
    pub reasons: String,
    pub reports_seen: String,
    pub nonconformities: String,
    pub complaints: String,
    pub cycle_stage: String,
    #[serde(with = "as_json::day")]
    pub issued_on: Date,
    #[serde(with = "as_json::day")]
    pub expires_on: Date,
    pub outcome: String,
    pub outcome_reasons: String,
    pub by: String,
}

impl Reviewed {
    pub fn is_positive(&self) -> bool {
        self.outcome == Outcome::TakeOver.key()
    }

    pub fn status_title(&self) -> &'static str {
        Status::from_key(&self.status).map_or("", Status::title)
    }

    pub fn stage_title(&self) -> &'static str {
        CycleStage::from_key(&self.cycle_stage).map_or("", CycleStage::title)
    }
}

/// The newest transfer of a file with its review, for the office.
pub async fn of_file(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<Transfer>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select t.id, t.direction, t.other_body, t.certificate_number, t.reasons, p.name as asked_by, t.asked_at, t.statement, t.answered_at,
             (select to_jsonb(r) || jsonb_build_object('by', n.name) from transfer_reviews r join people n on n.id = r.by_person
              where r.body_id = t.body_id and r.transfer_id = t.id) as "review: Json<Reviewed>"
           from transfers t join people p on p.id = t.asked_by
           where t.body_id = $1 and t.engagement_id = $2 order by t.id desc limit 1"#,
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|row| {
        Ok(Transfer {
            id: row.id,
            direction: kept(&row.direction)?,
            other_body: row.other_body,
            certificate_number: row.certificate_number,
            reasons: row.reasons,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            statement: row.statement,
            answered_at: row.answered_at,
            review: row.review.map(|review| review.0),
        })
    })
    .transpose()
}

/// The acting client's file, and its newest transfer without the review's words.
pub async fn own(tx: &mut Tx<'_>) -> Result<(files::Brief, Option<Transfer>)> {
    let file = files::own(tx).await?;
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select t.id, t.direction, t.other_body, t.certificate_number, t.reasons, p.name as asked_by, t.asked_at, t.statement, t.answered_at
         from transfers t join people p on p.id = t.asked_by
         where t.body_id = $1 and t.client_id = $2 and t.engagement_id = $3 order by t.id desc limit 1",
        body,
        file.client_id,
        file.engagement_id
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(row) = row else { return Ok((file, None)) };
    let transfer = Transfer {
        id: row.id,
        direction: kept(&row.direction)?,
        other_body: row.other_body,
        certificate_number: row.certificate_number,
        reasons: row.reasons,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        statement: row.statement,
        answered_at: row.answered_at,
        review: None,
    };
    Ok((file, Some(transfer)))
}

/// Whether a review found that a certificate can be taken over, and no panel has decided on it yet.
pub(crate) async fn awaits_panel(tx: &mut Tx<'_>, engagement: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from transfer_reviews v where v.body_id = $1 and v.engagement_id = $2 and v.outcome = 'take_over'
             and not exists (select from cases k join decisions d on d.body_id = k.body_id and d.case_id = k.id
               where k.body_id = v.body_id and k.engagement_id = v.engagement_id and k.kind = 'transfer' and d.decided_at >= v.at)) as "awaits!""#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?)
}

fn kept(key: &str) -> Result<Direction> {
    Direction::from_key(key).ok_or_else(|| Error::Fault("a transfer in no known direction".into()))
}
