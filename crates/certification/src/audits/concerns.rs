//! Areas of concern: what Stage 1 saw that could become a nonconformity in Stage 2 (AUD-1).

use super::checks::stage_1_at_work;
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// An area of concern that could become a nonconformity.
#[derive(Debug, Clone)]
pub struct Concern {
    pub id: Uuid,
    pub requirement: String,
    pub statement: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// A concern as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Concerning {
    pub requirement: String,
    pub statement: String,
}

/// Names an area of concern against one requirement; sent twice is named once.
pub async fn add(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid, typed: Concerning) -> Result<()> {
    let audit = stage_1_at_work(tx, audit_id).await?;
    let mut reading = Reading::default();
    let statement =
        reading.required("statement", &typed.statement, "what could become a nonconformity", LONG);
    reading.done()?;
    let requirement = typed.requirement.trim();
    if audit.standard.requirement(requirement).is_none() {
        return Err(FieldErrors::one(
            "requirement",
            format!("Choose a clause or control. {}", audit.standard.why_not(requirement)),
        )
        .into());
    }
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into concerns (body_id, client_id, engagement_id, audit_id, id, requirement, statement, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        requirement,
        statement,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 1 {
        let sentence =
            format!("Named an area of concern against {}.", audit.standard.named(requirement));
        tx.record(Entry::new(audit.file(), "concern_named", sentence, Seen::ByStaff).touching(
            "concern",
            id,
            &Sha256::digest(&statement),
        ));
    }
    Ok(())
}

/// Takes an area of concern back, before the report.
pub async fn remove(tx: &mut Tx<'_>, audit_id: Uuid, id: Uuid) -> Result<()> {
    let audit = stage_1_at_work(tx, audit_id).await?;
    let body = tx.actor().body()?;
    let gone = sqlx::query!("delete from concerns where body_id = $1 and audit_id = $2 and id = $3 returning requirement, statement", body, audit_id, id)
        .fetch_optional(tx.sql())
        .await?;
    if let Some(gone) = gone {
        let sentence = format!(
            "Took back the area of concern against {}.",
            audit.standard.named(&gone.requirement)
        );
        let entry = Entry::new(audit.file(), "concern_taken_back", sentence, Seen::ByStaff);
        tx.record(entry.touching("concern", id, &Sha256::digest(&gone.statement)));
    }
    Ok(())
}

/// The areas of concern of an audit, oldest first.
pub async fn of(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Concern>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Concern,
        "select c.id, c.requirement, c.statement, p.name as who, c.at
         from concerns c join people p on p.id = c.by_person where c.body_id = $1 and c.audit_id = $2 order by c.id",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}
