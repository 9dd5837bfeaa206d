//! From days to a fixed fee: days times day rate and named items, in minor units (TIM-7).

use crate::audit_time::Calculation;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The body's rates on a day.
#[derive(Debug, Clone)]
pub struct RateCard {
    pub id: Uuid,
    pub currency: String,
    pub day_rate_minor: i64,
    pub application_minor: i64,
    pub certificate_minor: i64,
}

/// One item of a fee, fixed when offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub label: String,
    pub half_days: Option<i32>,
    pub amount_minor: i64,
}

/// The lines of a fee. Nothing in here knows an outcome (IMP-7).
pub fn quote(time: &Calculation, rates: &RateCard) -> Vec<Line> {
    let item = |label: &str, amount_minor: i64| Line {
        label: label.to_owned(),
        half_days: None,
        amount_minor,
    };
    let audit = |label: &str, half_days: i32| Line {
        label: label.to_owned(),
        half_days: Some(half_days),
        // Half a day of an odd rate is rounded up to the whole minor unit.
        amount_minor: (i64::from(half_days) * rates.day_rate_minor + 1) / 2,
    };
    let mut lines = vec![
        item("Application and its review", rates.application_minor),
        audit("Stage 1 audit", time.stage_1_half_days),
        audit("Stage 2 audit", time.stage_2_half_days),
        audit("Surveillance 1", time.surveillance_half_days),
        audit("Surveillance 2", time.surveillance_half_days),
        item("Decision, attestation and register entry", rates.certificate_minor),
    ];
    lines.retain(|line| line.amount_minor > 0);
    lines
}

/// The fee in all.
pub fn total(lines: &[Line]) -> i64 {
    lines.iter().map(|line| line.amount_minor).sum()
}
