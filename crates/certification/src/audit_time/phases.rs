//! Phases of Stage 2, where the audit is too large, or lies in too many jurisdictions, to be held in one go.

use super::calculation::{Calculation, in_days};
use crate::error::{FieldErrors, Result};
use serde::{Deserialize, Serialize};

/// One phase of Stage 2, in the order in which they are held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// What it covers, e.g. a jurisdiction.
    pub covers: String,
    pub half_days: i32,
}

/// Phases come to Stage 2's time, no more and no less; where the table says "in phases", there are at least two.
pub(super) fn refuse_other_time(phases: &[Phase], calculation: &Calculation) -> Result<()> {
    let stage_2 = calculation.stage_2_half_days;
    if phases.is_empty() && !calculation.phased {
        return Ok(());
    }
    let sum: i32 = phases.iter().map(|phase| phase.half_days).sum();
    let message = if phases.len() < 2 {
        format!("Name at least two phases; together they take Stage 2's {}", in_days(stage_2))
    } else if sum != stage_2 {
        format!("The phases come to {}; Stage 2 takes {}", in_days(sum), in_days(stage_2))
    } else {
        return Ok(());
    };
    Err(FieldErrors::one("phase_covers-1", message).into())
}
