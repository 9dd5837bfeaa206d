//! Audit time: from a named, dated table and adjustments with reasons to the days of each audit (TIM). A
//! determination keeps all that went in, so that calculating again gives the same result.

mod adjustment;
mod calculation;
mod reads;
mod steps;
mod table;
#[cfg(test)]
mod tests;
mod typed;

pub use adjustment::{Adjustment, AdjustmentKind};
pub(crate) use calculation::in_days;
pub use calculation::{Calculation, Inputs, calculate};
pub use reads::{Proposed, history, newest, of, proposed};
pub use steps::determine;
pub use table::{Band, Checked, INDICATIVE, Reading, Table};
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
}

impl Kept {
    /// What was changed against the application, in words, one by one.
    pub fn changes(&self) -> Vec<String> {
        let (from, to) = (&self.proposed, &self.used);
        let mut changes = Vec::new();
        if from.ai_systems != to.ai_systems {
            changes.push(format!("AI systems: {} instead of {}", to.ai_systems, from.ai_systems));
        }
        if from.structure != to.structure {
            let title =
                |key: &str| self.table.structure_title(key).unwrap_or("not said").to_lowercase();
            changes.push(format!(
                "Structure: {} instead of {}",
                title(&to.structure),
                title(&from.structure)
            ));
        }
        if from.jurisdictions != to.jurisdictions {
            changes.push(format!(
                "Jurisdictions: {} instead of {}",
                to.jurisdictions, from.jurisdictions
            ));
        }
        changes
    }
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
    calculate(&determination.inputs.table, &determination.inputs.used, &determination.adjustments)
}
