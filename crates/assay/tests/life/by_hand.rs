//! The table, written by hand: from which day on the register answers what. The grant is on a leap day, so that no
//! year is as long as the last.

use super::register::Says;
use time::Date;
use time::macros::date;

/// The number that the first grant of the year 2028 gives. Until then nobody knows it.
pub const NUMBER: &str = "TA-AIMS-2028-0001";

pub const AS_APPLIED_FOR: &str = "Development, operation and monitoring of machine-learning systems for fraud detection, affordability assessment and customer service in retail banking.";
pub const EXTENDED: &str = "Development, operation and monitoring of machine-learning systems for fraud detection, affordability assessment, customer service and the recognition of customers by their voice in retail banking.";

/// From this day on: the status; the revision; its scope; its statement of applicability; its last day.
pub type Row = (Date, &'static str, i64, &'static str, &'static str, Date);

pub const BY_HAND: [Row; 8] = [
    // Granted.
    (date!(2028 - 02 - 29), "valid", 1, AS_APPLIED_FOR, "2.1", date!(2031 - 02 - 28)),
    // The second surveillance found a major: suspended, until its cause is removed in month five.
    (date!(2030 - 02 - 10), "suspended", 1, AS_APPLIED_FOR, "2.1", date!(2031 - 02 - 28)),
    (date!(2030 - 06 - 30), "valid", 1, AS_APPLIED_FOR, "2.1", date!(2031 - 02 - 28)),
    // A fourth AI system: a new scope, and the old expiry.
    (date!(2030 - 09 - 15), "valid", 2, EXTENDED, "3.0", date!(2031 - 02 - 28)),
    // Renewed in time: effective from the decision, and the new expiry builds on the old one.
    (date!(2031 - 02 - 10), "valid", 3, EXTENDED, "3.0", date!(2034 - 02 - 28)),
    // Nothing was decided by the last day.
    (date!(2034 - 03 - 01), "expired", 3, EXTENDED, "3.0", date!(2034 - 02 - 28)),
    // Restored in month four: a gap, and three years from the old expiry.
    (date!(2034 - 06 - 20), "valid", 4, EXTENDED, "3.0", date!(2037 - 02 - 28)),
    // The client has gone to another body.
    (date!(2035 - 02 - 15), "withdrawn", 4, EXTENDED, "3.0", date!(2037 - 02 - 28)),
];

/// The row of a day; before the grant there is none.
pub fn row(day: Date) -> Option<&'static Row> {
    BY_HAND.iter().rfind(|row| row.0 <= day)
}

/// What the register has to answer on a day.
pub fn on(day: Date) -> Says {
    match row(day) {
        None => Says { status: "unknown".into(), ..Says::default() },
        Some((_, status, revision, scope, soa, expires)) => Says {
            status: (*status).into(),
            revision: *revision,
            scope: (*scope).into(),
            soa: (*soa).into(),
            effective: effective(*revision).to_string(),
            expires: expires.to_string(),
        },
    }
}

/// The day from which a revision is effective: the first on which it is answered.
fn effective(revision: i64) -> Date {
    BY_HAND.iter().find(|row| row.2 == revision).map_or(Date::MIN, |row| row.0)
}
