//! What a list is narrowed to, and the place after which it goes on.

use crate::parse::Reading;
use crate::zone::Zone;
use time::{Date, Duration, OffsetDateTime, Time};
use uuid::Uuid;

/// From one day to another, both included; open where none is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Between {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Between {
    /// As an address says it, YYYY-MM-DD; what is no date counts as not asked.
    pub fn read(from: &str, to: &str) -> Self {
        let mut reading = Reading::default();
        Between { from: reading.date("from", from, "a day"), to: reading.date("to", to, "a day") }
    }

    /// The moments at which the first day begins, and the last one is over, by these clocks.
    pub(super) fn moments(self, zone: &Zone) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
        let begins = |day: Date| zone.moment(day, Time::MIDNIGHT);
        let over = |day: Date| day.checked_add(Duration::days(1)).map(begins);
        (self.from.map(begins), self.to.and_then(over))
    }
}

/// The last row of a page: the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub(super) at: OffsetDateTime,
    pub(super) id: Uuid,
}

impl Place {
    /// As an address carries it; words that are none begin the list anew.
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        let nanos = at.parse::<i64>().ok()?.checked_mul(1_000)?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(nanos.into()).ok()?;
        Some(Place { at, id: id.parse().ok()? })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.unix_timestamp_nanos() / 1_000, self.id)
    }
}
