//! What an audit is warned of: a Stage 2 long after Stage 1 (AUD-3), and days or meetings that lie too near together
//! for the audit time (TIM-5). Either passes only with a written reason: asked for with the plan, and at the meeting
//! again only if what was planned is not what comes.

use super::meetings::Meeting;
use super::{Brief, Kind};
use crate::audit_time::in_days;
use crate::cycle::{in_words, months_after};
use crate::db::Tx;
use crate::error::Result;
use crate::zone::Zone;
use time::{Date, Duration};

/// What warnings rest on, from one statement.
#[derive(Debug, Clone)]
pub struct Facts {
    /// When Stage 1 of the cycle ended, and within how many months of it Stage 2 should begin.
    stage_1: Option<Date>,
    months: i32,
    /// What was warned of on this file and let pass already with a reason, word for word.
    allowed: Vec<String>,
}

impl Facts {
    /// Of the same facts nobody is asked twice.
    fn unless_allowed(&self, warned: String) -> Option<String> {
        (!self.allowed.contains(&warned)).then_some(warned)
    }

    /// AUD-3: why Stage 2 would begin late on this day, if it would and nobody has let that pass.
    pub fn late(&self, kind: Kind, day: Date) -> Option<String> {
        let stage_1 = self.stage_1.filter(|_| kind == Kind::Stage2)?;
        let last = months_after(stage_1, self.months);
        if day <= last {
            return None;
        }
        self.unless_allowed(format!(
            "Stage 1 ended on {}; Stage 2 should begin within {} months, by {}, and not on {}.",
            in_words(stage_1),
            self.months,
            in_words(last),
            in_words(day)
        ))
    }

    /// TIM-5: why the days or the meetings of this audit are too near together, if they are and nobody has let that
    /// pass.
    pub fn short(&self, audit: &Brief, span: &Span, auditors: usize) -> Option<String> {
        short(audit.kind, span, audit.half_days, auditors)
            .and_then(|warned| self.unless_allowed(warned))
    }
}

pub async fn facts(tx: &mut Tx<'_>, audit: &Brief) -> Result<Facts> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.stage_2_within_months as months, (select max(a.closed_at) from audits a where a.body_id = b.id and a.engagement_id = $2
             and a.cycle = $3 and a.kind = 'stage_1') as closed_at,
             array(select o.warned from overrides o where o.body_id = b.id and o.engagement_id = $2 and o.rule in ('AUD-3', 'TIM-5')) as "allowed!"
           from bodies b where b.id = $1"#,
        body,
        audit.engagement_id,
        audit.cycle
    )
    .fetch_one(tx.sql())
    .await?;
    let stage_1 = row.closed_at.map(|at| tx.day_of(at));
    Ok(Facts { stage_1, months: row.months, allowed: row.allowed })
}

/// From the opening to the closing meeting, in the body's own days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    first: Date,
    last: Date,
    /// What one auditor can spend in it: eight hours a day at most.
    at_most: Duration,
}

impl Span {
    /// Whole days, as a plan has them.
    pub fn of_days(first: Date, last: Date) -> Self {
        let days = (last - first).whole_days() + 1;
        Span { first, last, at_most: Duration::hours(8 * days) }
    }

    /// As the meetings were held; none before both were.
    pub fn of_meetings(meetings: &[Meeting], zone: &Zone) -> Option<Self> {
        let held = |opening| meetings.iter().find(|m| m.opening == opening).map(|m| m.held_at);
        let (opened, closed) = held(true).zip(held(false))?;
        let span = Span::of_days(zone.day_of(opened), zone.day_of(closed));
        Some(match span.first == span.last {
            true => Span { at_most: span.at_most.min(closed - opened), ..span },
            false => span,
        })
    }

    /// "on 3 May 2027", or "from 3 May 2027 to 4 May 2027".
    fn in_words(&self) -> String {
        match self.first == self.last {
            true => format!("on {}", in_words(self.first)),
            false => format!("from {} to {}", in_words(self.first), in_words(self.last)),
        }
    }
}

/// Why opening and closing meeting lie too near together, under four fifths of the audit time, if they do.
/// Those who audit at the same time each spend the time.
pub(super) fn short(kind: Kind, span: &Span, half_days: i32, auditors: usize) -> Option<String> {
    let spent = span.at_most * i32::try_from(auditors.max(1)).unwrap_or(1);
    let asked = Duration::hours(4 * i64::from(half_days)) * 4 / 5;
    (spent < asked).then(|| {
        format!(
            "{} {} comes to {} hours at most with {}; four fifths of its audit time of {} are {} hours.",
            kind.title(),
            span.in_words(),
            hours(spent),
            if auditors > 1 { format!("{auditors} auditors") } else { "one auditor".to_owned() },
            in_days(half_days),
            hours(asked)
        )
    })
}

/// Hours with one decimal: "22.4", "16".
fn hours(time: Duration) -> String {
    let tenths = time.whole_minutes() / 6;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}
