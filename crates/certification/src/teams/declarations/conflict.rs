//! What counts as a conflict, and for how long (IMP-2).

use time::Date;

/// What a person declared about a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    pub employed: bool,
    /// Until when; none while it lasts.
    pub employed_until: Option<Date>,
    pub consulted: bool,
    pub consulted_until: Option<Date>,
    pub ai_advice: bool,
    pub tool_recommendation: bool,
    pub data_protection_officer: bool,
    pub internal_audits: bool,
    /// Any other tie to the client, in words.
    pub other: String,
}

/// Two years after an employment or a consultancy ended (IMP-2); none while it lasts.
fn free_from(until: Option<Date>) -> Option<Date> {
    let until = until?;
    // 29 February ends on 1 March two years on.
    until
        .replace_year(until.year() + 2)
        .or_else(|_| Date::from_calendar_date(until.year() + 2, time::Month::March, 1))
        .ok()
}

pub(super) fn still_counts(was: bool, until: Option<Date>, today: Date) -> bool {
    was && free_from(until).is_none_or(|free| today < free)
}

/// Whether what was declared keeps the person out, today: an employment or consultancy until two years
/// after its end, and anything else that was answered with yes.
pub fn conflict(declared: &Declaration, today: Date) -> bool {
    let d = declared;
    still_counts(d.employed, d.employed_until, today)
        || still_counts(d.consulted, d.consulted_until, today)
        || d.ai_advice
        || d.tool_recommendation
        || d.data_protection_officer
        || d.internal_audits
        || !d.other.is_empty()
}
