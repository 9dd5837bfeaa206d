//! Days for properties: any of them, and those on which calendars go wrong more often than chance would have it.

use crate::Zone;
use crate::cycle::months_after;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration, Month, Time};

/// Any day from 2026 to 2047; every third a 29 February, the last of a month or the turn of a year.
pub(crate) fn a_day() -> impl Strategy<Value = Date> {
    let first = date!(2026 - 01 - 01);
    prop_oneof![
        4 => (0_i64..8_000).prop_map(move |n| first + Duration::days(n)),
        1 => (0_i32..5).prop_map(|n| months_after(date!(2028 - 02 - 29), 48 * n)),
        1 => (0_i32..264).prop_map(move |n| months_after(first, n + 1) - Duration::days(1)),
        1 => (2026_i32..2048, any::<bool>()).prop_map(|(year, last)| {
            let (month, day) = if last { (Month::December, 31) } else { (Month::January, 1) };
            Date::from_calendar_date(year, month, day).expect("a day")
        }),
    ]
}

/// Zones on both sides of the equator; one whose clocks change at midnight, and one whose change goes over it.
pub(crate) const ZONES: [&str; 6] = [
    "Europe/London",
    "Europe/Oslo",
    "America/New_York",
    "America/Santiago",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// A zone and a day there on which something may go wrong more often than not: in five of six 28 or 29 February,
/// the 28th to the last of a month, the turn of a year, or a change of the clocks; and seconds after its midnight.
pub(crate) fn a_hard_day() -> impl Strategy<Value = (&'static str, Date, i64)> {
    let seconds = prop_oneof![0_i64..300, 86_100_i64..86_400, 3_000_i64..12_000, 0_i64..86_400];
    let kind = prop::sample::select(vec![
        Hard::Leap,
        Hard::MonthEnd,
        Hard::Turn,
        Hard::Clocks,
        Hard::Clocks,
        Hard::None,
    ]);
    (prop::sample::select(&ZONES[..]), kind, 2026_i32..2048, 0_u16..366, seconds)
        .prop_map(|(zone, kind, year, nth, seconds)| (zone, hard(zone, kind, year, nth), seconds))
}

/// What makes a day a hard one.
#[derive(Debug, Clone, Copy)]
enum Hard {
    Leap,
    MonthEnd,
    Turn,
    Clocks,
    None,
}

fn hard(zone: &str, kind: Hard, year: i32, nth: u16) -> Date {
    let first = Date::from_calendar_date(year, Month::January, 1).expect("a day");
    let any = first + Duration::days(nth.into());
    match kind {
        Hard::Leap if nth.is_multiple_of(2) => {
            months_after(date!(2028 - 02 - 29), 48 * (i32::from(nth) % 5))
        }
        Hard::Leap => {
            first.replace_month(Month::February).and_then(|d| d.replace_day(28)).expect("a day")
        }
        Hard::MonthEnd => any.replace_day(28 + (nth % 4) as u8).unwrap_or(any),
        Hard::Turn => first - Duration::days((nth % 2).into()),
        Hard::Clocks => {
            let changes = clock_changes(zone, year);
            changes.get(usize::from(nth) % changes.len().max(1)).copied().unwrap_or(any)
        }
        Hard::None => any,
    }
}

/// The days of a year that are not 24 hours long in this zone.
fn clock_changes(zone: &str, year: i32) -> Vec<Date> {
    let zone = Zone::named(zone).expect("a zone");
    let first = Date::from_calendar_date(year, Month::January, 1).expect("a day");
    let begins = |day: Date| zone.moment(day, Time::MIDNIGHT);
    let days = (0..365).map(|n| first + Duration::days(n));
    days.filter(|day| begins(*day + Duration::DAY) - begins(*day) != Duration::DAY).collect()
}

#[test]
fn the_days_of_clock_changes_are_found_on_both_sides_of_the_equator() {
    assert_eq!(
        clock_changes("Europe/London", 2027),
        [date!(2027 - 03 - 28), date!(2027 - 10 - 31)]
    );
    assert_eq!(
        clock_changes("Australia/Sydney", 2027),
        [date!(2027 - 04 - 04), date!(2027 - 10 - 03)]
    );
    for zone in ZONES {
        assert_eq!(clock_changes(zone, 2030).len(), 2, "{zone}");
    }
}
