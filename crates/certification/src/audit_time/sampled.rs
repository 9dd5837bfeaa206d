//! Less time at the sampled sites (TIM-6): a share of the days that fall to them, at most what the plan of the sites
//! saves there, and with every other reduction no more than half.

use super::adjustment::{Adjustment, AdjustmentKind};
use super::exact::Exact;
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::rulebook;
use crate::sampling;
use uuid::Uuid;

/// No sampled site loses more than this share of its time, whatever the grounds.
const MOST_PERCENT: i32 = 50;

fn at_sites(adjustments: &[Adjustment]) -> impl Iterator<Item = &Adjustment> {
    adjustments.iter().filter(|a| a.kind == AdjustmentKind::SampledSites)
}

/// The sites take part of the table's time and no more, and what is saved there and by other grounds together leaves
/// each site half of its time. `reduced` is what the other grounds take off the table's time.
pub(super) fn refuse_beyond_half(
    table_time: Exact,
    reduced: Exact,
    adjustments: &[Adjustment],
) -> Result<(), Refusal> {
    let of_sites: Exact = at_sites(adjustments).map(|a| Exact::half_days(a.half_days)).sum();
    if of_sites > table_time {
        return Err(rulebook::TIM_6.refuse(
            format!("{of_sites} would fall to the sampled sites, more than the table's time of {table_time}."),
            "Enter the days that are spent at the sampled sites; the rest is spent at the central function.",
        ));
    }
    let beyond = at_sites(adjustments).find(|a| {
        a.percent > MOST_PERCENT || reduced > table_time.percent(MOST_PERCENT - a.percent)
    });
    match beyond {
        None => Ok(()),
        Some(a) => Err(rulebook::TIM_6.refuse(
            format!(
                "A sampled site would lose {} % of its time beside the other reductions of {reduced}; together they may take half of it at most.",
                a.percent
            ),
            "Save less at the sampled sites, or reduce by less on other grounds.",
        )),
    }
}

/// What is saved at sampled sites rests on the plan of the sites, and is no more than the plan says.
pub(super) async fn refuse_beyond_plan(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    adjustments: &[Adjustment],
) -> Result<()> {
    let Some(most) = at_sites(adjustments).map(|a| a.percent).max() else { return Ok(()) };
    let plans = sampling::of_file(tx, engagement_id).await?;
    let planned = plans.iter().map(|plan| plan.less_percent).max().unwrap_or(0);
    if most <= planned {
        return Ok(());
    }
    let because = match planned {
        0 => "No plan of the sites says that a sampled site takes less time.".to_owned(),
        planned => {
            format!("The plan of the sites saves {planned} % at a sampled site, not {most} %.")
        }
    };
    let way_out = "Plan the sites first, with how much less time a sampled one takes and why; then determine the audit time.";
    Err(Error::Refused(rulebook::TIM_6.refuse(because, way_out)))
}
