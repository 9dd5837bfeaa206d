//! Audit time: from a named, dated table and adjustments with reasons to the days of each audit (TIM). A
//! determination keeps all that went in, so that calculating again gives the same result.

mod adjustment;
mod calculation;
mod exact;
mod integration;
mod people;
mod phases;
mod reads;
mod sampled;
mod steps;
mod table;
#[cfg(test)]
mod tests;
mod typed;
pub mod versions;

pub use adjustment::{Adjustment, AdjustmentKind};
pub(crate) use calculation::in_days;
pub use calculation::{Calculation, Inputs, Way, calculate};
pub use exact::Exact;
pub use integration::Integration;
pub use people::{Added, Addition, Column, People, Row, tenths};
pub use phases::Phase;
pub use reads::{Proposed, history, newest, of, proposed};
pub use steps::determine;
#[cfg(test)]
pub(crate) use table::known;
pub use table::{Band, Checked, Reading, Table, shipped};
pub use typed::Typed;
pub(crate) use typed::half_days;

use crate::error::Result;
use time::OffsetDateTime;
use uuid::Uuid;

/// What went into a determination, kept whole: the table itself, what the application proposed, and what
/// was used instead with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    pub table: Table,
    pub proposed: Inputs,
    pub used: Inputs,
    /// Why what was used differs from the application; empty where it does not.
    pub reason: String,
    #[serde(default)]
    pub integration: Option<Integration>,
    /// The phases of Stage 2; empty where it is held in one go.
    #[serde(default)]
    pub phases: Vec<Phase>,
}

impl Kept {
    /// What was changed against the application, in words, one by one.
    pub fn changes(&self) -> Vec<String> {
        changes(&self.table, &self.proposed, &self.used)
    }
}

/// Where what is used differs from what the application proposes, in words; only what the table asks counts.
pub(super) fn changes(table: &Table, from: &Inputs, to: &Inputs) -> Vec<String> {
    let mut changes = Vec::new();
    let mut unless_same = |what: &str, from: &dyn std::fmt::Display, to: &dyn std::fmt::Display| {
        let (from, to) = (from.to_string(), to.to_string());
        if from != to {
            changes.push(format!("{what}: {to} instead of {from}"));
        }
    };
    let Some(people) = &table.people else {
        let title = |key: &str| table.structure_title(key).unwrap_or("not said").to_lowercase();
        unless_same("AI systems", &from.ai_systems, &to.ai_systems);
        unless_same("Structure", &title(&from.structure), &title(&to.structure));
        unless_same("Jurisdictions", &from.jurisdictions, &to.jurisdictions);
        return changes;
    };
    let title = |key: &str| people.column_title(key).unwrap_or("not said").to_owned();
    unless_same(&people.asks, &from.people, &to.people);
    unless_same("Role", &title(&from.role), &title(&to.role));
    for addition in &people.additions {
        let count = |all: &[Added]| all.iter().find(|a| a.key == addition.key).map(|a| a.count);
        if let Some((from, to)) = count(&from.additions).zip(count(&to.additions)) {
            unless_same(&addition.title, &from, &to);
        }
    }
    changes
}

/// A determination of audit time as it was made; never edited.
#[derive(Debug, Clone)]
pub struct Determination {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub table_key: String,
    pub table_version: String,
    pub table_checked: bool,
    /// Why a table is used that nobody has checked (TIM-2).
    pub unchecked_reason: String,
    pub inputs: Kept,
    pub adjustments: Vec<Adjustment>,
    pub base_half_days: i32,
    pub initial_half_days: i32,
    pub stage_1_half_days: i32,
    pub stage_2_half_days: i32,
    pub surveillance_half_days: i32,
    pub recertification_half_days: i32,
    pub by_name: String,
    pub at: OffsetDateTime,
}

impl Determination {
    /// Whether a calculation comes to what was determined then (TIM-1).
    pub fn agrees_with(&self, again: &Calculation) -> bool {
        self.base_half_days == again.base_half_days
            && self.initial_half_days == again.initial_half_days
            && self.stage_1_half_days == again.stage_1_half_days
            && self.stage_2_half_days == again.stage_2_half_days
            && self.surveillance_half_days == again.surveillance_half_days
            && self.recertification_half_days == again.recertification_half_days
    }
}

/// Calculates again from what was kept, whatever the shipped table says today (TIM-1).
pub fn recalculate(determination: &Determination) -> Result<Calculation> {
    let kept = &determination.inputs;
    calculate(&kept.table, &kept.used, &determination.adjustments, kept.integration.as_ref())
}
