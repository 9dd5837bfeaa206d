//! What screens ask about the register.

use super::{AiSystem, Entry};
use crate::db::Tx;
use crate::error::{Error, Result};
use uuid::Uuid;

macro_rules! system {
    ($row:expr) => {{
        let row = $row;
        AiSystem {
            id: row.id,
            version: row.version,
            entered_at: row.entered_at,
            entry: Entry {
                name: row.name,
                purpose: row.purpose,
                function: row.function,
                decides: row.decides,
                context: row.context,
                owner: row.owner,
                stage: row.stage,
                origin: row.origin,
                supplier: row.supplier,
                risk_class: row.risk_class,
                personal_data: row.personal_data,
                design_decisions: row.design_decisions,
                training_data: row.training_data,
                operation_data: row.operation_data,
                limitations: row.limitations,
                failure_modes: row.failure_modes,
                bias_indicators: row.bias_indicators,
                reference: row.reference,
            },
        }
    }};
}

/// The register of this engagement in the order of entry, after `after`; at most `limit`.
pub async fn list(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<AiSystem>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select id, version, entered_at, name, purpose, function, decides, context, owner, stage, origin, supplier, risk_class,
           personal_data, design_decisions, training_data, operation_data, limitations, failure_modes, bias_indicators, reference
         from ai_systems where body_id = $1 and engagement_id = $2 and removed_at is null and ($3::uuid is null or id > $3)
         order by id limit $4",
        body,
        engagement_id,
        after,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| system!(row)).collect())
}

/// One entry of this engagement's register.
pub async fn of(tx: &mut Tx<'_>, engagement_id: Uuid, id: Uuid) -> Result<AiSystem> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select id, version, entered_at, name, purpose, function, decides, context, owner, stage, origin, supplier, risk_class,
           personal_data, design_decisions, training_data, operation_data, limitations, failure_modes, bias_indicators, reference
         from ai_systems where body_id = $1 and engagement_id = $2 and id = $3 and removed_at is null",
        body,
        engagement_id,
        id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)?;
    Ok(system!(row))
}

/// How many entries the register holds.
pub async fn count(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<i64> {
    let body = tx.actor().body()?;
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from ai_systems where body_id = $1 and engagement_id = $2 and removed_at is null"#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}
