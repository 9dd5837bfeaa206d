//! Determining audit time: everything that went in is kept, and nothing is ever edited.

use super::calculation::{Adjustment, AdjustmentKind, Calculation, Inputs, calculate, in_days};
use super::reads::{Proposed, proposed};
use super::{INDICATIVE, Kept};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::Result;
use crate::files;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The determination's form as typed. The three adjustment fields repeat, row by row.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Made by the page, so that a form sent twice is one determination.
    pub id: String,
    pub ai_systems: String,
    pub structure: String,
    pub jurisdictions: String,
    /// Why the inputs differ from the application.
    pub inputs_reason: String,
    /// Why an unchecked table is used.
    pub unchecked_reason: String,
    pub kind: Vec<String>,
    /// Days, in steps of half a day: "0.5", "2".
    pub days: Vec<String>,
    pub reason: Vec<String>,
}

struct Read {
    used: Inputs,
    adjustments: Vec<Adjustment>,
    inputs_reason: String,
    unchecked_reason: String,
}

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
    let read = read(&form, &proposed)?;
    let calculation = calculate(&INDICATIVE, &read.used, &read.adjustments)?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let kept = Kept {
        table: INDICATIVE.clone(),
        proposed: proposed.inputs,
        used: read.used,
        reason: read.inputs_reason,
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

fn read(form: &Typed, proposed: &Proposed) -> Result<Read> {
    let mut reading = Reading::default();
    let used = Inputs {
        ai_systems: reading
            .whole("ai_systems", &form.ai_systems, "the number of AI systems", 1, 1_000)
            .unwrap_or_default(),
        structure: form.structure.trim().to_owned(),
        jurisdictions: reading
            .whole("jurisdictions", &form.jurisdictions, "how many jurisdictions", 1, 200)
            .unwrap_or_default(),
    };
    if form.ai_systems.trim().is_empty() {
        reading.errors.add("ai_systems", "Enter the number of AI systems");
    }
    let inputs_reason = reading.optional("inputs_reason", &form.inputs_reason, LONG);
    if used != proposed.inputs && inputs_reason.is_empty() {
        reading.errors.add("inputs_reason", "Say why this differs from the application");
    }
    let unchecked_reason = reading.optional("unchecked_reason", &form.unchecked_reason, LONG);
    let adjustments = adjustments(&mut reading, form, proposed);
    reading.done()?;
    Ok(Read { used, adjustments, inputs_reason, unchecked_reason })
}

/// The adjustment rows that hold anything; an empty row is no adjustment.
fn adjustments(reading: &mut Reading, form: &Typed, proposed: &Proposed) -> Vec<Adjustment> {
    let at =
        |typed: &[String], n: usize| typed.get(n).map(|t| t.trim().to_owned()).unwrap_or_default();
    let rows = form.kind.len().max(form.days.len()).max(form.reason.len()).min(50);
    let mut found = Vec::new();
    for n in 0..rows {
        let (kind, days, reason) = (at(&form.kind, n), at(&form.days, n), at(&form.reason, n));
        if days.is_empty() && reason.is_empty() {
            continue;
        }
        let row = n + 1;
        let reason = reading.optional(&format!("reason-{row}"), &reason, LONG);
        let kind = reading.choice(
            &format!("kind-{row}"),
            &kind,
            "whether this adds or reduces",
            AdjustmentKind::from_key,
        );
        let half_days = half_days(reading, &format!("days-{row}"), &days);
        if kind == Some(AdjustmentKind::CertificateHeld) && proposed.certificates.is_empty() {
            reading.errors.add(format!("kind-{row}"), "The application names no ISO/IEC 27001 or ISO 9001 certificate: choose another ground");
        }
        if let Some((kind, half_days)) = kind.zip(half_days) {
            found.push(Adjustment { kind, half_days, reason });
        }
    }
    found
}

/// "1.5" days are 3 half days; anything that is no multiple of half a day is a message at the field.
pub(crate) fn half_days(reading: &mut Reading, field: &str, typed: &str) -> Option<i32> {
    let days: Option<f64> = typed.trim().replace(',', ".").parse().ok();
    let half_days =
        days.map(|days| days * 2.0).filter(|n| n.fract() == 0.0 && (1.0..=1_000.0).contains(n));
    if half_days.is_none() {
        reading.errors.add(field, "Enter the days in steps of half a day, such as 0.5 or 1");
    }
    half_days.map(|n| n as i32)
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

impl Typed {
    /// The form as the application proposes it, without adjustments.
    pub fn as_proposed(proposed: &Proposed) -> Self {
        let Inputs { ai_systems, structure, jurisdictions } = proposed.inputs.clone();
        Typed {
            ai_systems: ai_systems.to_string(),
            structure,
            jurisdictions: jurisdictions.to_string(),
            ..Typed::default()
        }
    }
}
