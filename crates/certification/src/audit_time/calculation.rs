//! The calculation: pure, in half days as whole numbers, the same for the same table, inputs and
//! adjustments whoever does it and whenever (TIM-1, TIM-4).

use super::adjustment::{Adjustment, refuse_beyond_limit, refuse_without_reason};
use super::table::{Band, Table};
use crate::error::{FieldErrors, Result};
use serde::{Deserialize, Serialize};

/// What the table asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub ai_systems: i32,
    /// A band's structure, e.g. "one_entity".
    pub structure: String,
    pub jurisdictions: i32,
}

/// The result, with the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculation {
    /// The band that counts: the higher of the two below.
    pub band: Band,
    pub band_by_systems: Band,
    pub band_by_structure: Band,
    pub base_half_days: i32,
    pub added_half_days: i32,
    pub reduced_half_days: i32,
    /// The most that reductions may take together.
    pub reduction_limit_half_days: i32,
    pub initial_half_days: i32,
    pub stage_1_half_days: i32,
    pub stage_2_half_days: i32,
    pub surveillance_half_days: i32,
    pub recertification_half_days: i32,
}

/// The most half days that fit in any one number of a calculation; larger ones are typing errors.
pub(super) const MOST: i32 = 1_000;

/// From table, inputs and adjustments to the days of each audit. Refuses an adjustment without a reason and
/// reductions beyond the table's limit (TIM-1).
pub fn calculate(
    table: &Table,
    inputs: &Inputs,
    adjustments: &[Adjustment],
) -> Result<Calculation> {
    let (by_systems, by_structure) = bands(table, inputs)?;
    let band = by_systems.max(by_structure);
    let base = base(table, &table.bands[band], inputs);
    refuse_without_reason(adjustments)?;
    let sum = |reduction: bool| -> i32 {
        adjustments.iter().filter(|a| a.kind.is_reduction() == reduction).map(|a| a.half_days).sum()
    };
    let (added, reduced) = (sum(false), sum(true));
    let limit = base * table.reduction_limit_percent / 100;
    refuse_beyond_limit(table, base, reduced, limit)?;
    let initial = base + added - reduced;
    let stage_1 = share(initial, table.stage_1_percent, 100);
    Ok(Calculation {
        band: table.bands[band].clone(),
        band_by_systems: table.bands[by_systems].clone(),
        band_by_structure: table.bands[by_structure].clone(),
        base_half_days: base,
        added_half_days: added,
        reduced_half_days: reduced,
        reduction_limit_half_days: limit,
        initial_half_days: initial,
        stage_1_half_days: stage_1,
        stage_2_half_days: initial - stage_1,
        surveillance_half_days: share(initial, 1, 3),
        recertification_half_days: share(initial, 2, 3),
    })
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
