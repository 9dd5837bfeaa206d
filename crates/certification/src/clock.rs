//! The clock everybody is handed: the machine's time, moved by whole seconds, so that three years can be
//! lived through in a test and in the demonstration.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Date, Duration, OffsetDateTime};

/// The installation's clock, in UTC. Clones share the shift.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    shift_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// The time now on this installation's clock, UTC, to the microsecond that PostgreSQL keeps.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> OffsetDateTime {
        let now = OffsetDateTime::now_utc() + self.shift();
        now.replace_microsecond(now.microsecond()).unwrap_or(now)
    }

    /// Today's date on this installation's clock, UTC.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// How far this clock stands from the machine's.
    pub fn shift(&self) -> Duration {
        Duration::seconds(self.shift_seconds.load(Ordering::Relaxed))
    }

    /// Sets how far this clock stands from the machine's: a test's or the demonstration's doing, nobody else's.
    pub fn set_shift(&self, shift: Duration) {
        self.shift_seconds.store(shift.whole_seconds(), Ordering::Relaxed);
    }

    /// Moves the clock on (or back, if negative).
    pub fn advance(&self, by: Duration) {
        self.shift_seconds.fetch_add(by.whole_seconds(), Ordering::Relaxed);
    }
}
