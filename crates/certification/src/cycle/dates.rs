//! The dates of a cycle: pure, from the day of the decision.

use crate::audits::Kind;
use time::{Date, Month};

/// A window with its last date, and why it is that date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub kind: Kind,
    pub opens_on: Date,
    pub due_on: Date,
    pub because: String,
}

/// What falls due in a cycle that was decided on `decided_on` and whose attestation holds for
/// `certificate_months`. A surveillance that would come no earlier than the recertification is left out.
pub fn of_decision(decided_on: Date, certificate_months: i32) -> Vec<Due> {
    of_cycle(decided_on, expiry(decided_on, certificate_months))
}

/// The same for a cycle that a renewal began, whose expiry builds on the one before (REC-2). Recertification
/// takes the place of surveillance in its own calendar year, the third after the decision (SRV-2), so that it
/// is not later than the end of that year even where the expiry is.
pub fn of_cycle(decided_on: Date, expires: Date) -> Vec<Due> {
    let due_on = months_after(expires, -1).min(last_day(decided_on.year() + 3)).max(decided_on);
    let recertification = Due {
        kind: Kind::Recertification,
        opens_on: months_after(expires, -6).min(due_on).max(decided_on),
        due_on,
        because: format!(
            "The attestation expires on {}: the audit, the closing of major nonconformities and the decision come before that day (REC-1). A month is kept for the decision.{}",
            in_words(expires),
            if due_on < months_after(expires, -1) {
                format!(
                    " It is held in {}, in the place of that year's surveillance (SRV-2).",
                    due_on.year()
                )
            } else {
                String::new()
            }
        ),
    };
    let second = second(decided_on, recertification.due_on);
    let then = match second.due_on < recertification.due_on {
        true => "the second surveillance",
        false => "recertification",
    };
    let mut dues = vec![first(decided_on, recertification.due_on, then), second];
    dues.retain(|due| due.due_on < recertification.due_on);
    dues.push(recertification);
    dues
}

/// SRV-1: within twelve months of the decision. `then` comes after it.
fn first(decided_on: Date, recertification: Date, then: &str) -> Due {
    let due_on = months_after(decided_on, 12);
    let opens_on = months_after(decided_on, 9);
    let because = format!(
        "The first surveillance is held within twelve months of the decision on {} (SRV-1).",
        in_words(decided_on)
    );
    Due {
        kind: Kind::Surveillance1,
        opens_on,
        due_on,
        because: because + &calendar_year(opens_on, due_on, recertification, then),
    }
}

/// SRV-2: once in each calendar year, and at most twelve months after the last date of the first; whichever
/// of the two clocks ends earlier.
fn second(decided_on: Date, recertification: Date) -> Due {
    let first_due = months_after(decided_on, 12);
    let (twelve_months, year_end) = (months_after(decided_on, 24), last_day(first_due.year() + 1));
    let due_on = twelve_months.min(year_end);
    let opens_on = months_after(due_on, -3);
    let because = format!(
        "The second surveillance is held by the end of {}, the calendar year after the first, and at most twelve months after the last date of the first, {} (SRV-2).",
        year_end.year(),
        in_words(first_due)
    );
    Due {
        kind: Kind::Surveillance2,
        opens_on,
        due_on,
        because: because + &calendar_year(opens_on, due_on, recertification, "recertification"),
    }
}

/// A window over New Year: held before it, the audit counts for the year before, and `then` comes sooner.
fn calendar_year(opens_on: Date, due_on: Date, recertification: Date, then: &str) -> String {
    let year = due_on.year();
    if opens_on.year() == year || recertification.year() == year {
        return String::new();
    }
    format!(
        " Held before 1 January {year}, it counts for {}, and {then} is due by 31 December {year} (SRV-2).",
        year - 1
    )
}

/// The calendar year's clock, from an audit of this kind that was held on `held_on` (SRV-2): what comes `next` in
/// the cycle is due by the end of the calendar year after, with three months to hold it in. None where it is due
/// by then anyway.
pub fn brought_forward(held: Kind, held_on: Date, next: &Due) -> Option<Due> {
    let due_on = last_day(held_on.year() + 1);
    (next.due_on > due_on).then(|| Due {
        kind: next.kind,
        opens_on: next.opens_on.min(months_after(due_on, -3)),
        due_on,
        because: format!(
            "{} was held on {} and counts for {}: {} is held by the end of {}, so that no calendar year is without an audit (SRV-2). Before that it was due by {}.",
            held.title(),
            in_words(held_on),
            held_on.year(),
            next.kind.title(),
            due_on.year(),
            in_words(next.due_on)
        ),
    })
}

/// The day on which an attestation decided on `decided_on` expires.
pub fn expiry(decided_on: Date, certificate_months: i32) -> Date {
    months_after(decided_on, certificate_months)
}

/// The same day of the month so many months later (or earlier, if negative); where that month has no such
/// day, its last one: a year after 29 February is 28 February.
pub fn months_after(date: Date, months: i32) -> Date {
    let total = date.year() * 12 + i32::from(u8::from(date.month())) - 1 + months;
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    let month =
        u8::try_from(month).ok().and_then(|m| Month::try_from(m).ok()).unwrap_or(date.month());
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(date)
}

fn last_day(year: i32) -> Date {
    Date::from_calendar_date(year, Month::December, 31).unwrap_or(Date::MAX)
}

/// "23 November 2026".
pub fn in_words(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}
