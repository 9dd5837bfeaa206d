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
    /// offset before it.
    pub fn moment(&self, date: Date, time: Time) -> OffsetDateTime {
        let as_if = PrimitiveDateTime::new(date, time).assume_utc();
        let first = as_if.replace_offset(self.offset(as_if));
        as_if.replace_offset(self.offset(first)).to_offset(UtcOffset::UTC)
    }

    fn offset(&self, at: OffsetDateTime) -> UtcOffset {
        let at = Timestamp::from_second(at.unix_timestamp()).unwrap_or_default();
        UtcOffset::from_whole_seconds(self.0.to_offset(at).seconds()).unwrap_or(UtcOffset::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
