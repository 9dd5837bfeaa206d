//! What an audit is warned of: a Stage 2 long after Stage 1 (AUD-3), and meetings that lie too near together
//! for the audit time (TIM-5). Either passes only with a written reason.

use super::meetings::{self, Meeting};
use super::{Brief, Kind};
use crate::cycle::{in_words, months_after};
use crate::db::Tx;
use crate::error::Result;
use time::{Date, OffsetDateTime};

/// AUD-3: why Stage 2 would begin late on this day, if it would.
pub async fn late(tx: &mut Tx<'_>, audit: &Brief, day: Date) -> Result<Option<String>> {
    if audit.kind != Kind::Stage2 {
        return Ok(None);
    }
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.stage_2_within_months as months, (select max(a.closed_at) from audits a where a.body_id = b.id and a.engagement_id = $2
             and a.cycle = $3 and a.kind = 'stage_1') as closed_at
           from bodies b where b.id = $1"#,
        body,
        audit.engagement_id,
        audit.cycle
    )
    .fetch_one(tx.sql())
    .await?;
    let Some(stage_1) = row.closed_at.map(OffsetDateTime::date) else { return Ok(None) };
    let last = months_after(stage_1, row.months);
    Ok((day > last).then(|| {
        format!(
            "Stage 1 ended on {}; Stage 2 should begin within {} months, by {}.",
            in_words(stage_1),
            row.months,
            in_words(last)
        )
    }))
}

/// TIM-5: why opening and closing meeting lie too near together, if they do. Those who audit at the same time
/// each spend the time.
pub fn short(meetings: &[Meeting], half_days: i32, auditors: usize) -> Option<String> {
    meetings::is_short(meetings, half_days, auditors).then(|| {
        format!(
            "From opening to closing meeting lies less than four fifths of the audit time of {}.",
            crate::audit_time::in_days(half_days)
        )
    })
}
