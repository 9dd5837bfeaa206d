//! Adjustments: more time or less, each with its reason, within the table's limit (TIM-1, TIM-3).

use super::calculation::{MOST, in_days};
use super::exact::Exact;
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
    /// The share saved at the sampled sites, out of the days that fall to them (TIM-6).
    SampledSites,
}

impl AdjustmentKind {
    pub const ALL: [AdjustmentKind; 4] = [
        AdjustmentKind::Add,
        AdjustmentKind::Reduce,
        AdjustmentKind::CertificateHeld,
        AdjustmentKind::SampledSites,
    ];

    pub fn key(self) -> &'static str {
        match self {
            AdjustmentKind::Add => "add",
            AdjustmentKind::Reduce => "reduce",
            AdjustmentKind::CertificateHeld => "certificate_held",
            AdjustmentKind::SampledSites => "sampled_sites",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            AdjustmentKind::Add => "More time",
            AdjustmentKind::Reduce => "Less time",
            AdjustmentKind::CertificateHeld => {
                "Less time: ISO/IEC 27001 or ISO 9001 certificate held"
            }
            AdjustmentKind::SampledSites => "Less time at the sampled sites",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub fn is_reduction(self) -> bool {
        self != AdjustmentKind::Add
    }

    /// Whether the table's own limit counts it; what is saved at sampled sites has a limit of its own (TIM-6).
    pub(super) fn counts_for_limit(self) -> bool {
        self.is_reduction() && self != AdjustmentKind::SampledSites
    }
}

/// One adjustment with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    pub kind: AdjustmentKind,
    /// Half days; 0 where the adjustment is a share of the table's time. At sampled sites, the time that falls to
    /// them before the share is taken.
    pub half_days: i32,
    /// Per cent of the table's time, or at sampled sites of theirs; 0 where the adjustment is in days.
    #[serde(default)]
    pub percent: i32,
    pub reason: String,
}

impl Adjustment {
    /// "1 day", or "20 % of the table's time", or "20 % of 3 days".
    pub fn in_words(&self) -> String {
        if self.kind == AdjustmentKind::SampledSites {
            format!("{} % of {}", self.percent, in_days(self.half_days))
        } else if self.percent > 0 {
            format!("{} % of the table's time", self.percent)
        } else {
            in_days(self.half_days)
        }
    }

    /// Out of the table's time, what it comes to.
    pub(super) fn comes_to(&self, table_time: Exact) -> Exact {
        if self.kind == AdjustmentKind::SampledSites {
            Exact::half_days(self.half_days).percent(self.percent)
        } else if self.percent > 0 {
            table_time.percent(self.percent)
        } else {
            Exact::half_days(self.half_days)
        }
    }

    fn is_sized(&self) -> bool {
        let at_sites = self.kind == AdjustmentKind::SampledSites;
        match self.percent {
            percent if at_sites => {
                (1..=MOST).contains(&self.half_days) && (1..=100).contains(&percent)
            }
            0 => (1..=MOST).contains(&self.half_days),
            percent => self.half_days == 0 && (1..=100).contains(&percent),
        }
    }
}

pub(super) fn refuse_without_reason(adjustments: &[Adjustment]) -> Result<()> {
    let bare: Vec<_> = (1..)
        .zip(adjustments)
        .filter(|(_, a)| a.reason.trim().is_empty())
        .map(|(n, a)| {
            format!(
                "the reason for adjustment {n}, {} by {}",
                a.kind.title().to_lowercase(),
                a.in_words()
            )
        })
        .collect();
    if let Some((n, _)) = (1..).zip(adjustments).find(|(_, a)| !a.is_sized()) {
        return Err(FieldErrors::one(
            format!("days-{n}"),
            "Enter the days in steps of half a day, such as 0.5 or 1, or a share in per cent",
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

/// Reductions together stay within the table's share of its own time (TIM-3).
pub(super) fn refuse_beyond_limit(table: &Table, time: Exact, reduced: Exact) -> Result<()> {
    let percent = table.reduction_limit_percent;
    let limit = time.percent(percent);
    if reduced <= limit {
        return Ok(());
    }
    Err(rulebook::TIM_3
        .refuse(
            format!("The reductions come to {reduced}; the table allows at most {percent} % of its {time}, which is {limit}."),
            "Reduce by less, or correct what the table was asked with.",
        )
        .into())
}
