//! Adjustments: more time or less, each with its reason, within the table's limit (TIM-1).

use super::calculation::{MOST, in_days};
use super::table::Table;
use crate::error::{FieldErrors, Result};
use crate::rulebook;
use serde::{Deserialize, Serialize};

/// Which way an adjustment goes, and on what ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    Add,
    Reduce,
    /// A reduction because the client holds an ISO/IEC 27001 or ISO 9001 certificate.
    CertificateHeld,
}

impl AdjustmentKind {
    pub const ALL: [AdjustmentKind; 3] =
        [AdjustmentKind::Add, AdjustmentKind::Reduce, AdjustmentKind::CertificateHeld];

    pub fn key(self) -> &'static str {
        match self {
            AdjustmentKind::Add => "add",
            AdjustmentKind::Reduce => "reduce",
            AdjustmentKind::CertificateHeld => "certificate_held",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            AdjustmentKind::Add => "More time",
            AdjustmentKind::Reduce => "Less time",
            AdjustmentKind::CertificateHeld => {
                "Less time: ISO/IEC 27001 or ISO 9001 certificate held"
            }
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub fn is_reduction(self) -> bool {
        self != AdjustmentKind::Add
    }
}

/// One adjustment with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    pub kind: AdjustmentKind,
    pub half_days: i32,
    pub reason: String,
}

pub(super) fn refuse_without_reason(adjustments: &[Adjustment]) -> Result<()> {
    let bare: Vec<_> = (1..)
        .zip(adjustments)
        .filter(|(_, a)| a.reason.trim().is_empty())
        .map(|(n, a)| {
            format!(
                "the reason for adjustment {n}, {} by {}",
                a.kind.title().to_lowercase(),
                in_days(a.half_days)
            )
        })
        .collect();
    if let Some((n, _)) = (1..).zip(adjustments).find(|(_, a)| !(1..=MOST).contains(&a.half_days)) {
        return Err(FieldErrors::one(
            format!("days-{n}"),
            "Enter the days in steps of half a day, such as 0.5 or 1",
        )
        .into());
    }
    if bare.is_empty() {
        return Ok(());
    }
    Err(rulebook::TIM_1
        .refuse(
            "An adjustment has no reason, so nobody could follow it later.",
            "Write the reason beside each adjustment, or take the adjustment out.",
        )
        .missing(bare)
        .into())
}

pub(super) fn refuse_beyond_limit(
    table: &Table,
    base: i32,
    reduced: i32,
    limit: i32,
) -> Result<()> {
    if reduced <= limit {
        return Ok(());
    }
    let percent = table.reduction_limit_percent;
    Err(rulebook::TIM_1
        .refuse(
            format!("The reductions come to {}; the table allows at most {percent} % of its {}, which is {}.", in_days(reduced), in_days(base), in_days(limit)),
            "Reduce by less, or correct what the table was asked with.",
        )
        .into())
}
