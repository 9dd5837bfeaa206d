//! The calculation: pure, the same for the same table, inputs and adjustments whoever does it and whenever;
//! exact on the way and in whole half days at the end (TIM-1, TIM-3, TIM-4).

use super::adjustment::{Adjustment, AdjustmentKind, refuse_beyond_limit, refuse_without_reason};
use super::exact::Exact;
use super::integration::{self, Integration};
use super::people::{Added, People};
use super::sampled::refuse_beyond_half;
use super::table::{Band, Table};
use crate::error::{FieldErrors, Result};
use serde::{Deserialize, Serialize};

/// What a table may ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub ai_systems: i32,
    /// A band's structure, e.g. "one_entity".
    pub structure: String,
    pub jurisdictions: i32,
    /// The people that a table by people counts.
    #[serde(default)]
    pub people: i32,
    /// The key of a table's column, where it has columns.
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub additions: Vec<Added>,
}

/// One step on the way from the table's row to the initial audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub what: String,
    pub reason: String,
    /// "+1 day", "−20 %".
    pub effect: String,
    /// The time after this step.
    pub so_far: Exact,
}

/// The result, with the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculation {
    /// How the table was read: what was asked, and where it led.
    pub looked_up: Vec<(String, String)>,
    pub steps: Vec<Way>,
    pub phased: bool,
    pub base_half_days: i32,
    /// The table's time: its base with its own additions.
    pub table_time: Exact,
    pub reduced: Exact,
    /// The most that reductions may take together.
    pub reduction_limit: Exact,
    pub initial_half_days: i32,
    pub stage_1_half_days: i32,
    pub stage_2_half_days: i32,
    pub surveillance_half_days: i32,
    pub recertification_half_days: i32,
}

/// The most half days, or of anything else, that fit in one number of a calculation; larger ones are typing
/// errors.
pub(super) const MOST: i32 = 1_000;

/// From table, inputs, adjustments and integration to the days of each audit. Refuses an adjustment without a
/// reason (TIM-1), and less time than the limits allow (TIM-3).
pub fn calculate(
    table: &Table,
    inputs: &Inputs,
    adjustments: &[Adjustment],
    integration: Option<&Integration>,
) -> Result<Calculation> {
    let from_table = from_table(table, inputs)?;
    refuse_without_reason(adjustments)?;
    let (base, mut steps) = (from_table.base, from_table.steps);
    let table_time = steps.last().map_or_else(|| Exact::half_days(base), |step| step.so_far);
    let sum = |counts: fn(AdjustmentKind) -> bool| -> Exact {
        let of_kind = adjustments.iter().filter(|a| counts(a.kind));
        of_kind.map(|a| a.comes_to(table_time)).sum()
    };
    let reduced = sum(AdjustmentKind::counts_for_limit);
    refuse_beyond_limit(table, table_time, reduced)?;
    refuse_beyond_half(table_time, reduced, adjustments)?;
    integration::refuse_beyond_limit(table, integration)?;
    let more = sum(|kind| !kind.is_reduction());
    let adjusted = table_time + more - reduced - sum(|kind| kind == AdjustmentKind::SampledSites);
    steps.extend(adjusted_by(table_time, adjustments));
    let exact = integration.map_or(adjusted, |i| adjusted.percent(100 - i.percent));
    steps.extend(integration.map(|i| Way {
        what: format!("Integrated with {}", i.certificate),
        reason: i.reason.clone(),
        effect: format!("−{} % of what is left", i.percent),
        so_far: exact,
    }));
    let initial = exact.rounded_up();
    let stage_1 = share(initial, table.stage_1_percent, 100);
    Ok(Calculation {
        looked_up: from_table.looked_up,
        steps,
        phased: from_table.phased,
        base_half_days: base,
        table_time,
        reduced,
        reduction_limit: table_time.percent(table.reduction_limit_percent),
        initial_half_days: initial,
        stage_1_half_days: stage_1,
        stage_2_half_days: initial - stage_1,
        surveillance_half_days: share(initial, 1, 3),
        recertification_half_days: share(initial, 2, 3),
    })
}

/// Each adjustment as a step, with the time after it.
fn adjusted_by(table_time: Exact, adjustments: &[Adjustment]) -> Vec<Way> {
    let mut so_far = table_time;
    let step = |a: &Adjustment| {
        let by = a.comes_to(table_time);
        so_far = if a.kind.is_reduction() { so_far - by } else { so_far + by };
        let sign = if a.kind.is_reduction() { '−' } else { '+' };
        Way {
            what: a.kind.title().to_owned(),
            reason: a.reason.clone(),
            effect: format!("{sign}{}", a.in_words()),
            so_far,
        }
    };
    adjustments.iter().map(step).collect()
}

/// What the table alone comes to.
struct FromTable {
    base: i32,
    looked_up: Vec<(String, String)>,
    steps: Vec<Way>,
    phased: bool,
}

fn from_table(table: &Table, inputs: &Inputs) -> Result<FromTable> {
    match &table.people {
        Some(people) => by_people(table, people, inputs),
        None => by_bands(table, inputs),
    }
}

fn by_people(table: &Table, people: &People, inputs: &Inputs) -> Result<FromTable> {
    let (row, base) = people.base(table, inputs.people, &inputs.role)?;
    let words = format!("{}: {}", inputs.people, People::row_in_words(row, base));
    let mut looked_up = vec![(people.asks.clone(), words)];
    if let Some(role) = people.column_title(&inputs.role) {
        looked_up.push(("Role".to_owned(), role.to_owned()));
    }
    let mut so_far = Exact::half_days(base);
    let mut steps = Vec::new();
    for (what, reason, tenths) in people.added(&inputs.additions)? {
        so_far = so_far + Exact::tenths(tenths);
        steps.push(Way { what, reason, effect: format!("+{}", Exact::tenths(tenths)), so_far });
    }
    Ok(FromTable { base, looked_up, steps, phased: false })
}

fn by_bands(table: &Table, inputs: &Inputs) -> Result<FromTable> {
    let (by_systems, by_structure) = bands(table, inputs)?;
    let band = &table.bands[by_systems.max(by_structure)];
    let (systems, structure) = (&table.bands[by_systems], &table.bands[by_structure]);
    let several = if inputs.jurisdictions > 1 {
        format!(", {} of them", inputs.jurisdictions)
    } else {
        String::new()
    };
    let looked_up = vec![
        (
            "AI systems".to_owned(),
            format!("{}: the band for {}, {}", inputs.ai_systems, systems.systems, systems.range()),
        ),
        (
            "Structure".to_owned(),
            format!("{}{several}: the band of {}", structure.structure_title, structure.range()),
        ),
    ];
    let base = base(table, band, inputs);
    Ok(FromTable { base, looked_up, steps: Vec::new(), phased: band.phased })
}

/// The two bands that the inputs lead to; an input that no table knows stands as a message at its field.
fn bands(table: &Table, inputs: &Inputs) -> Result<(usize, usize)> {
    let mut errors = FieldErrors::default();
    let by_structure = table.by_structure(&inputs.structure);
    if !(1..=MOST).contains(&inputs.ai_systems) {
        errors.add("ai_systems", format!("Enter the number of AI systems, from 1 to {MOST}"));
    }
    match by_structure {
        None => errors.add("structure", "Choose the structure"),
        Some(band) => {
            let several = table.bands[band].half_days_to.is_none();
            if several
                && !(table.reading.jurisdictions_included..=200).contains(&inputs.jurisdictions)
            {
                errors.add("jurisdictions", "Enter how many jurisdictions, 2 or more");
            } else if !several && inputs.jurisdictions != 1 {
                errors.add(
                    "jurisdictions",
                    "Enter 1, or choose several jurisdictions as the structure",
                );
            }
        }
    }
    errors.check()?;
    Ok((table.by_systems(inputs.ai_systems), by_structure.unwrap_or_default()))
}

/// Where in its band a client lies, by the body's reading of the table.
fn base(table: &Table, band: &Band, inputs: &Inputs) -> i32 {
    let reading = &table.reading;
    let steps = (inputs.ai_systems - band.steps_beyond_systems).max(0)
        * reading.half_days_per_further_system;
    let base = band.half_days_from + steps;
    match band.half_days_to {
        Some(to) => base.min(to),
        None => {
            base + (inputs.jurisdictions - reading.jurisdictions_included).max(0)
                * reading.half_days_per_further_jurisdiction
        }
    }
}

/// A share of the initial time, to the nearest half day, halves up; never less than half a day.
fn share(initial: i32, of: i32, parts: i32) -> i32 {
    ((2 * initial * of + parts) / (2 * parts)).max(1)
}

/// Half days in words: 3 is "1.5 days", 2 "1 day", 0 "no time".
pub(crate) fn in_days(half_days: i32) -> String {
    match half_days {
        0 => "no time".to_owned(),
        1 => "half a day".to_owned(),
        2 => "1 day".to_owned(),
        n if n % 2 == 0 => format!("{} days", n / 2),
        n => format!("{}.5 days", n / 2),
    }
}
