//! A cycle as a picture: one bar per audit along the years, to be drawn beside its table.

use certification::cycle::Deadline;
use certification::programmes::Programme;
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
    pub label: String,
    pub dates: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    /// Whether the dates are counted from a decision; else they are as planned.
    pub fixed: bool,
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
    /// The windows of a programme; once a decision has set last dates, those count instead.
    pub fn of(programme: Option<&Programme>, deadlines: &[Deadline], today: Date) -> Timeline {
        let audits = programme.map(|p| p.audits.as_slice()).unwrap_or_default();
        let mut windows = Vec::new();
        for audit in audits {
            let due = deadlines.iter().find(|due| due.kind == audit.kind);
            let (from, to) =
                due.map_or((audit.window_from, audit.window_to), |due| (due.opens_on, due.due_on));
            windows.push((audit.kind.title(), from, to, due.is_some()));
        }
        let first = windows.iter().map(|w| w.1).min().unwrap_or(today).min(today);
        let last = windows.iter().map(|w| w.2).max().unwrap_or(today);
        let scale = Scale { first, days: (last - first).whole_days().max(1) };
        let bar = |(n, (label, from, to, fixed)): (i64, (&str, Date, Date, bool))| Bar {
            label: label.to_owned(),
            dates: format!("{} to {}", crate::page::day(&from), crate::page::day(&to)),
            x: scale.x(from),
            y: TOP + n * ROW,
            width: (scale.x(to) - scale.x(from)).max(6),
            fixed,
        };
        let height = TOP + ROW * windows.len() as i64;
        let bars = (0..).zip(windows).map(bar).collect();
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
