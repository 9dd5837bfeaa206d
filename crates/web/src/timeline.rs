//! A cycle as a picture: one bar per audit along the years, to be drawn beside its table.

use crate::page::day;
use certification::programmes::{Planned, Programme};
use time::{Date, Month};

/// The picture's numbers, in its own units; the template only draws them.
pub struct Timeline {
    pub bars: Vec<Bar>,
    pub years: Vec<Tick>,
    /// Where today lies, if it does.
    pub today: Option<i64>,
    pub height: i64,
}

/// One audit's window.
pub struct Bar {
    pub label: &'static str,
    pub dates: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    /// Whether the dates are counted from a decision; else they are as planned.
    pub bound: bool,
}

/// The first of January of a year.
pub struct Tick {
    pub label: i32,
    pub x: i64,
}

/// Left of the chart stand the labels.
const LEFT: i64 = 130;
const RIGHT: i64 = 790;
const ROW: i64 = 30;
const TOP: i64 = 28;

impl Timeline {
    /// The windows of a programme, or nothing before there is one.
    pub fn of(programme: Option<&Programme>, today: Date) -> Timeline {
        let audits = programme.map(|p| p.audits.as_slice()).unwrap_or_default();
        let first = audits.iter().map(|a| a.window_from).min().unwrap_or(today).min(today);
        let last = audits.iter().map(|a| a.window_to).max().unwrap_or(today);
        let scale = Scale { first, days: (last - first).whole_days().max(1) };
        let bar = |(n, audit): (i64, &Planned)| Bar {
            label: audit.kind.title(),
            dates: format!("{} to {}", day(&audit.window_from), day(&audit.window_to)),
            x: scale.x(audit.window_from),
            y: TOP + n * ROW,
            width: (scale.x(audit.window_to) - scale.x(audit.window_from)).max(6),
            bound: audit.bound,
        };
        let height = TOP + ROW * audits.len() as i64;
        let bars = (0..).zip(audits).map(bar).collect();
        let today = (first..=last).contains(&today).then(|| scale.x(today));
        Timeline { bars, years: scale.years(last), today, height }
    }
}

struct Scale {
    first: Date,
    days: i64,
}

impl Scale {
    fn x(&self, date: Date) -> i64 {
        LEFT + (date - self.first).whole_days() * (RIGHT - LEFT) / self.days
    }

    fn years(&self, last: Date) -> Vec<Tick> {
        let new_year = |year| Date::from_calendar_date(year, Month::January, 1).ok();
        let within = |day: &Date| (self.first..=last).contains(day);
        (self.first.year()..=last.year())
            .filter_map(new_year)
            .filter(within)
            .map(|day| Tick { label: day.year(), x: self.x(day) })
            .collect()
    }
}
