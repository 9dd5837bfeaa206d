//! The form of a determination, from what was typed to what is meant.

use super::adjustment::{Adjustment, AdjustmentKind};
use super::calculation::Inputs;
use super::{Added, Integration, People, Phase, Proposed, Table};
use crate::error::Result;
use crate::parse::{LONG, Reading, SHORT};

/// The determination's form as typed. The three adjustment fields repeat, row by row.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Made by the page, so that a form sent twice is one determination.
    pub id: String,
    /// The key of the table; empty means the first.
    pub table: String,
    pub ai_systems: String,
    pub structure: String,
    pub jurisdictions: String,
    pub people: String,
    pub role: String,
    /// One of each for every addition of the table, in its order.
    pub addition_count: Vec<String>,
    pub addition_days: Vec<String>,
    pub addition_reason: Vec<String>,
    /// Why the inputs differ from the application.
    pub inputs_reason: String,
    /// Why an unchecked table is used.
    pub unchecked_reason: String,
    pub kind: Vec<String>,
    /// Days, in steps of half a day: "0.5", "2".
    pub days: Vec<String>,
    /// Instead of days: per cent of the table's time.
    pub percent: Vec<String>,
    pub reason: Vec<String>,
    /// Per cent less because the audit is held together with another; empty where it is not.
    pub integration_percent: String,
    pub integration_certificate: String,
    pub integration_reason: String,
    pub phase_covers: Vec<String>,
    pub phase_days: Vec<String>,
}

/// What was meant by it.
pub(super) struct Read {
    pub(super) used: Inputs,
    pub(super) adjustments: Vec<Adjustment>,
    pub(super) integration: Option<Integration>,
    pub(super) phases: Vec<Phase>,
    pub(super) inputs_reason: String,
    pub(super) unchecked_reason: String,
}

/// Reads the form; all that is wrong is said at once.
pub(super) fn read(form: &Typed, table: &Table, proposed: &Proposed) -> Result<Read> {
    let mut reading = Reading::default();
    let from = proposed.to(table);
    let used = match &table.people {
        Some(people) => by_people(&mut reading, form, people, &from),
        None => by_bands(&mut reading, form, &from),
    };
    let inputs_reason = reading.optional("inputs_reason", &form.inputs_reason, LONG);
    if !super::changes(table, &from, &used).is_empty() && inputs_reason.is_empty() {
        reading.errors.add("inputs_reason", "Say why this differs from the application");
    }
    let unchecked_reason = reading.optional("unchecked_reason", &form.unchecked_reason, LONG);
    let adjustments = adjustments(&mut reading, form, proposed);
    let integration = integration(&mut reading, form);
    let phases = phases(&mut reading, form);
    reading.done()?;
    Ok(Read { used, adjustments, integration, phases, inputs_reason, unchecked_reason })
}

fn by_bands(reading: &mut Reading, form: &Typed, from: &Inputs) -> Inputs {
    let used = Inputs {
        ai_systems: reading
            .whole("ai_systems", &form.ai_systems, "the number of AI systems", 1, 1_000)
            .unwrap_or_default(),
        structure: form.structure.trim().to_owned(),
        jurisdictions: reading
            .whole("jurisdictions", &form.jurisdictions, "how many jurisdictions", 1, 200)
            .unwrap_or_default(),
        ..from.clone()
    };
    if form.ai_systems.trim().is_empty() {
        reading.errors.add("ai_systems", "Enter the number of AI systems");
    }
    used
}

fn by_people(reading: &mut Reading, form: &Typed, asked: &People, from: &Inputs) -> Inputs {
    let what = format!("the number: {}", asked.asks.to_lowercase());
    let people = reading.whole("people", &form.people, &what, 1, 1_000_000);
    if form.people.trim().is_empty() {
        reading.errors.add("people", format!("Enter {what}"));
    }
    let mut additions = Vec::new();
    for (n, addition) in asked.additions.iter().enumerate() {
        let row = n + 1;
        let (count, days) = (at(&form.addition_count, n), at(&form.addition_days, n));
        let what = format!("how many: {}", addition.title.to_lowercase());
        let count = reading.whole(&format!("addition_count-{row}"), &count, &what, 0, 1_000);
        let tenths = tenths_of(&days).unwrap_or(addition.tenths_from);
        let reason = at(&form.addition_reason, n);
        let reason = reading.optional(&format!("addition_reason-{row}"), &reason, LONG);
        let count = count.unwrap_or(0);
        if !days.is_empty() && tenths_of(&days).is_none() {
            let message = format!("Enter days within the table: {}", addition.in_words());
            reading.errors.add(format!("addition_days-{row}"), message);
        }
        additions.push(Added { key: addition.key.clone(), count, tenths, reason });
    }
    let role = if asked.columns.is_empty() { String::new() } else { form.role.trim().to_owned() };
    Inputs { people: people.unwrap_or_default(), role, additions, ..from.clone() }
}

/// "1.5" days are 15 tenths.
pub(super) fn tenths_of(typed: &str) -> Option<i32> {
    let days: f64 = typed.trim().replace(',', ".").parse().ok()?;
    let tenths = (days * 10.0).round();
    ((tenths / 10.0 - days).abs() < 1e-9 && (0.0..=10_000.0).contains(&tenths))
        .then_some(tenths as i32)
}

fn at(typed: &[String], n: usize) -> String {
    typed.get(n).map(|t| t.trim().to_owned()).unwrap_or_default()
}

/// The adjustment rows that hold anything; an empty row is no adjustment.
fn adjustments(reading: &mut Reading, form: &Typed, proposed: &Proposed) -> Vec<Adjustment> {
    let rows = form.kind.len().max(form.days.len()).max(form.percent.len()).max(form.reason.len());
    let mut found = Vec::new();
    for n in 0..rows.min(50) {
        let (days, percent, reason) =
            (at(&form.days, n), at(&form.percent, n), at(&form.reason, n));
        if days.is_empty() && percent.is_empty() && reason.is_empty() {
            continue;
        }
        let row = n + 1;
        let reason = reading.optional(&format!("reason-{row}"), &reason, LONG);
        let kind = reading.choice(
            &format!("kind-{row}"),
            &at(&form.kind, n),
            "whether this adds or reduces",
            AdjustmentKind::from_key,
        );
        let size = match kind {
            Some(AdjustmentKind::SampledSites) => at_sites(reading, row, &days, &percent),
            _ => size(reading, row, &days, &percent),
        };
        if kind == Some(AdjustmentKind::CertificateHeld) && proposed.certificates.is_empty() {
            reading.errors.add(format!("kind-{row}"), "The application names no ISO/IEC 27001 or ISO 9001 certificate: choose another ground");
        }
        if let Some((kind, (half_days, percent))) = kind.zip(size) {
            found.push(Adjustment { kind, half_days, percent, reason });
        }
    }
    found
}

/// Days or a share, one of the two.
fn size(reading: &mut Reading, row: usize, days: &str, percent: &str) -> Option<(i32, i32)> {
    let field = format!("days-{row}");
    if percent.is_empty() {
        return half_days(reading, &field, days).map(|half_days| (half_days, 0));
    }
    if !days.is_empty() {
        reading.errors.add(field, "Enter days or a share in per cent, not both");
    }
    let what = "the share in per cent";
    reading.whole(&format!("percent-{row}"), percent, what, 1, 100).map(|percent| (0, percent))
}

/// The days that fall to the sampled sites, and the share of them that is saved: both.
fn at_sites(reading: &mut Reading, row: usize, days: &str, percent: &str) -> Option<(i32, i32)> {
    let field = format!("percent-{row}");
    let half_days = half_days(reading, &format!("days-{row}"), days);
    let share = reading.whole(&field, percent, "the share in per cent", 1, 100);
    if percent.is_empty() {
        reading.errors.add(field, "Enter the share that is saved at the sampled sites");
    }
    half_days.zip(share)
}

fn integration(reading: &mut Reading, form: &Typed) -> Option<Integration> {
    let what = "by how many per cent";
    let percent =
        reading.whole("integration_percent", &form.integration_percent, what, 0, 100).unwrap_or(0);
    if percent == 0 {
        return None;
    }
    let certificate = reading.required(
        "integration_certificate",
        &form.integration_certificate,
        "the other certificate",
        SHORT,
    );
    let why = "why the audits can be held together";
    let reason = reading.required("integration_reason", &form.integration_reason, why, LONG);
    Some(Integration { percent, certificate, reason })
}

fn phases(reading: &mut Reading, form: &Typed) -> Vec<Phase> {
    let rows = form.phase_covers.len().max(form.phase_days.len()).min(50);
    let mut found = Vec::new();
    for n in 0..rows {
        let (covers, days) = (at(&form.phase_covers, n), at(&form.phase_days, n));
        if covers.is_empty() && days.is_empty() {
            continue;
        }
        let (field, row) = (format!("phase_covers-{}", n + 1), format!("phase_days-{}", n + 1));
        let covers = reading.required(&field, &covers, "what the phase covers", SHORT);
        if let Some(half_days) = half_days(reading, &row, &days) {
            found.push(Phase { covers, half_days });
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
        let Inputs { ai_systems, structure, jurisdictions, .. } = proposed.inputs.clone();
        Typed {
            ai_systems: ai_systems.to_string(),
            structure,
            jurisdictions: jurisdictions.to_string(),
            ..Typed::default()
        }
    }
}
