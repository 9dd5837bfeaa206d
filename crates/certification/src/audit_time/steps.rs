//! Determining audit time: everything that went in is kept, and nothing is ever edited.

use super::calculation::{Calculation, calculate, in_days};
use super::phases::refuse_other_time;
use super::reads::{Proposed, proposed};
use super::sampled::refuse_beyond_plan;
use super::typed::{Typed, read};
use super::{Kept, versions};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::Result;
use crate::files;
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Determines the audit time of a file whose application is accepted (APP-2, TIM-1); answers its id.
pub async fn determine(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: Typed,
) -> Result<Uuid> {
    let file = files::of(tx, engagement_id).await?;
    let proposed = proposed(tx, engagement_id).await?;
    refuse_before_review(&proposed)?;
    let table = versions::in_force(tx, file.standard).await?.of(&form.table)?;
    let read = read(&form, &table, &proposed)?;
    let calculation = calculate(&table, &read.used, &read.adjustments, read.integration.as_ref())?;
    refuse_beyond_plan(tx, engagement_id, &read.adjustments).await?;
    refuse_other_time(&read.phases, &calculation)?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let kept = Kept {
        proposed: proposed.to(&table),
        table,
        used: read.used,
        reason: read.inputs_reason,
        integration: read.integration,
        phases: read.phases,
    };
    let (inputs, adjustments) =
        (serde_json::to_value(&kept)?, serde_json::to_value(&read.adjustments)?);
    let digest = Sha256::digest(format!("{inputs}\n{adjustments}\n{}", read.unchecked_reason));
    let row = Row {
        id,
        kept: &kept,
        inputs,
        adjustments,
        unchecked_reason: &read.unchecked_reason,
        calculation: &calculation,
    };
    if insert(tx, &file, row).await? {
        tx.record(
            Entry::new(file.file(), "audit_time_determined", sentence(&calculation), Seen::ByStaff)
                .touching("determination", id, &digest),
        );
    }
    Ok(id)
}

fn refuse_before_review(proposed: &Proposed) -> Result<()> {
    if proposed.application_accepted {
        return Ok(());
    }
    Err(rulebook::APP_2
        .refuse(
            "The application has not been reviewed and accepted yet.",
            "Review the application first; audit time rests on what was accepted.",
        )
        .into())
}

struct Row<'a> {
    id: Uuid,
    kept: &'a Kept,
    inputs: serde_json::Value,
    adjustments: serde_json::Value,
    unchecked_reason: &'a str,
    calculation: &'a Calculation,
}

/// Answers whether the determination is new: the same form sent twice is one.
async fn insert(tx: &mut Tx<'_>, file: &files::Brief, row: Row<'_>) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let (table, c) = (&row.kept.table, row.calculation);
    let done = sqlx::query!(
        "insert into determinations (body_id, client_id, engagement_id, id, table_key, table_version, table_checked,
           unchecked_reason, inputs, base_half_days, adjustments, initial_half_days, stage_1_half_days,
           stage_2_half_days, surveillance_half_days, recertification_half_days, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        row.id,
        table.key,
        table.version,
        table.checked.yes,
        row.unchecked_reason,
        row.inputs,
        c.base_half_days,
        row.adjustments,
        c.initial_half_days,
        c.stage_1_half_days,
        c.stage_2_half_days,
        c.surveillance_half_days,
        c.recertification_half_days,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn sentence(c: &Calculation) -> String {
    format!(
        "Audit time determined: {} for the initial audit, of which Stage 1 {} and Stage 2 {}; each surveillance {}, recertification {}.",
        in_days(c.initial_half_days),
        in_days(c.stage_1_half_days),
        in_days(c.stage_2_half_days),
        in_days(c.surveillance_half_days),
        in_days(c.recertification_half_days)
    )
}
