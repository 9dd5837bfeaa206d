//! Time as it is worked out: exact to a hundred-thousandth of a day, so that factors multiply without loss
//! and only the result is rounded.

use super::calculation::in_days;
use std::fmt;
use std::ops::{Add, Sub};

/// A time in hundred-thousandths of a day of eight hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(i64);

const HALF_DAY: i64 = 50_000;

impl Exact {
    pub(super) fn half_days(n: i32) -> Exact {
        Exact(i64::from(n) * HALF_DAY)
    }

    pub(super) fn tenths(n: i32) -> Exact {
        Exact(i64::from(n) * HALF_DAY / 5)
    }

    /// Time in days with at most one decimal, or per cent of such times, stays exact.
    pub(super) fn percent(self, percent: i32) -> Exact {
        Exact(self.0 * i64::from(percent) / 100)
    }

    /// Up to whole half days: no rounding takes more than the limits allow.
    pub(super) fn rounded_up(self) -> i32 {
        i32::try_from((self.0 + HALF_DAY - 1).div_euclid(HALF_DAY)).unwrap_or(i32::MAX).max(1)
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        Exact(self.0 + other.0)
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        Exact(self.0 - other.0)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(all: I) -> Exact {
        all.fold(Exact(0), Add::add)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 % HALF_DAY == 0 {
            return f.write_str(&in_days(i32::try_from(self.0 / HALF_DAY).unwrap_or(i32::MAX)));
        }
        let days = format!("{}.{:05}", self.0 / (2 * HALF_DAY), self.0 % (2 * HALF_DAY));
        write!(f, "{} days", days.trim_end_matches('0'))
    }
}
