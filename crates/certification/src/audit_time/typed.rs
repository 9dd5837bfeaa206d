//! The form of a determination, from what was typed to what is meant.

use super::Proposed;
use super::adjustment::{Adjustment, AdjustmentKind};
use super::calculation::Inputs;
use crate::error::Result;
use crate::parse::{LONG, Reading};

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

/// What was meant by it.
pub(super) struct Read {
    pub(super) used: Inputs,
    pub(super) adjustments: Vec<Adjustment>,
    pub(super) inputs_reason: String,
    pub(super) unchecked_reason: String,
}

/// Reads the form; all that is wrong is said at once.
pub(super) fn read(form: &Typed, proposed: &Proposed) -> Result<Read> {
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
