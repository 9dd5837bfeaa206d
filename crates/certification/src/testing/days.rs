//! Days for properties: any of them, and those on which calendars go wrong more often than chance would have it.

use crate::cycle::months_after;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration, Month};

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
