//! Where a body's days begin and end. All dates of the trade (decisions, windows, expiries) are the body's local
//! dates; moments are kept in UTC.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// A body's time zone.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Default for Zone {
    /// UTC: for what belongs to no body.
    fn default() -> Self {
        Zone(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone of this IANA name, such as "Europe/London"; `None` if there is no such zone.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The zone of a body as its row names it; a name that a newer program wrote and this one does not know
    /// counts as UTC.
    pub fn of_body(name: &str) -> Self {
        Self::named(name).unwrap_or_default()
    }

    /// A moment as the clocks on the body's wall show it.
    pub fn local(&self, at: OffsetDateTime) -> OffsetDateTime {
        at.to_offset(self.offset(at))
    }

    /// The body's date at this moment.
    pub fn day_of(&self, at: OffsetDateTime) -> Date {
        self.local(at).date()
    }

    /// The moment at which the body's clocks showed this. An hour that a clock change skips counts by the
    /// offset before it, so that it comes after the change; one that comes twice is the first.
    pub fn moment(&self, date: Date, time: Time) -> OffsetDateTime {
        let wall = PrimitiveDateTime::new(date, time);
        let as_if = wall.assume_utc();
        let shown = |offset: UtcOffset| wall.assume_offset(offset).to_offset(UtcOffset::UTC);
        // The offsets that hold a day before and a day after: a clock change lies between them, or they are one.
        let (before, after) = (as_if - time::Duration::DAY, as_if + time::Duration::DAY);
        let (before, after) = (shown(self.offset(before)), shown(self.offset(after)));
        let shows = |at: &OffsetDateTime| {
            let local = self.local(*at);
            (local.date(), local.time()) == (date, time)
        };
        [before, after].into_iter().find(shows).unwrap_or(before)
    }

    fn offset(&self, at: OffsetDateTime) -> UtcOffset {
        let at = Timestamp::from_second(at.unix_timestamp()).unwrap_or_default();
        UtcOffset::from_whole_seconds(self.0.to_offset(at).seconds()).unwrap_or(UtcOffset::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::days::a_day;
    use proptest::prelude::*;
    use time::macros::{date, datetime, time};

    #[test]
    fn a_day_begins_at_the_bodys_own_midnight_on_both_sides_of_a_clock_change() {
        let london = Zone::named("Europe/London").expect("a zone");
        let days = [
            (datetime!(2026-03-28 23:59 UTC), date!(2026 - 03 - 28)),
            (datetime!(2026-03-29 00:00 UTC), date!(2026 - 03 - 29)),
            (datetime!(2026-03-29 22:59 UTC), date!(2026 - 03 - 29)),
            (datetime!(2026-03-29 23:00 UTC), date!(2026 - 03 - 30)),
            (datetime!(2026-10-25 23:59 UTC), date!(2026 - 10 - 25)),
        ];
        for (at, day) in days {
            assert_eq!(london.day_of(at), day, "{at}");
        }
        assert_eq!(Zone::default().day_of(datetime!(2026-03-29 23:00 UTC)), date!(2026 - 03 - 29));
        assert!(Zone::named("Nowhere/Else").is_none());
    }

    #[test]
    fn a_time_on_the_wall_is_a_moment_and_back() {
        let oslo = Zone::named("Europe/Oslo").expect("a zone");
        assert_eq!(
            oslo.moment(date!(2026 - 07 - 01), time!(09:30)),
            datetime!(2026-07-01 07:30 UTC)
        );
        assert_eq!(
            oslo.moment(date!(2026 - 12 - 01), time!(00:15)),
            datetime!(2026-11-30 23:15 UTC)
        );
        for hour in 0..24 {
            let time = Time::from_hms(hour, 0, 0).expect("an hour");
            let shown = oslo.local(oslo.moment(date!(2026 - 10 - 24), time));
            assert_eq!((shown.date(), shown.time()), (date!(2026 - 10 - 24), time));
        }
    }

    /// Zones with changes at midnight, by half an hour, of a whole day, and none.
    const ZONES: [&str; 9] = [
        "Europe/London",
        "Europe/Oslo",
        "America/New_York",
        "America/Santiago",
        "Africa/Cairo",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kolkata",
    ];

    proptest! {
        /// A day of the body's begins at its midnight, or where a clock change skips that, at the first moment after;
        /// a moment before it is the day before; and days follow the moments in order.
        #[test]
        fn a_moment_is_of_the_bodys_own_day_on_every_day_and_over_every_clock_change(
            zone in prop::sample::select(&ZONES[..]), day in a_day(), seconds in 0i64..172_800, later in 0i64..172_800,
        ) {
            let zone = Zone::named(zone).expect("a zone");
            let begins = zone.moment(day, Time::MIDNIGHT);
            prop_assert_eq!(zone.day_of(begins), day);
            let before = zone.day_of(begins - time::Duration::SECOND);
            prop_assert_eq!(Some(before), day.previous_day());
            let at = begins + time::Duration::seconds(seconds);
            prop_assert!(zone.day_of(at) <= zone.day_of(at + time::Duration::seconds(later)));
            // What is decided at this moment is decided today, and nothing counts from a day before it.
            let decided = zone.day_of(at);
            let first = &crate::cycle::of_decision(decided, 36)[0];
            prop_assert!(zone.moment(decided, Time::MIDNIGHT) <= at);
            prop_assert!(zone.day_of(zone.moment(first.due_on, Time::MIDNIGHT)) <= crate::cycle::months_after(decided, 12));
        }

        /// What clocks on the wall show is a moment at which they show it, but for the hour that a change skips.
        #[test]
        fn a_time_on_the_wall_comes_back_over_every_clock_change(
            zone in prop::sample::select(&ZONES[..]), day in a_day(), minutes in 0i64..1_440,
        ) {
            let zone = Zone::named(zone).expect("a zone");
            let time = Time::MIDNIGHT + time::Duration::minutes(minutes);
            let shown = zone.local(zone.moment(day, time));
            let apart = PrimitiveDateTime::new(shown.date(), shown.time()) - PrimitiveDateTime::new(day, time);
            prop_assert!(apart.is_zero() || apart.is_positive() && apart <= time::Duration::HOUR, "{day} {time}: {shown}");
        }
    }
}
