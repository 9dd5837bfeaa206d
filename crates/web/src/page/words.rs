//! Dates, days and money in words, the same on every page.

use time::{Date, OffsetDateTime};

/// "23 November 2026".
pub fn day(date: &Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// "23 November 2026" or, where there is none, a dash.
pub fn day_or_dash(date: &Option<Date>) -> String {
    date.as_ref().map_or_else(|| "–".to_owned(), day)
}

/// "23 November 2026, 14:05 UTC".
pub fn moment(at: &OffsetDateTime) -> String {
    format!("{}, {:02}:{:02} UTC", day(&at.date()), at.hour(), at.minute())
}

/// A date kept as "2026-11-23" in words; as it stands if it is none.
pub fn kept_day(iso: &str) -> String {
    Date::parse(iso, time::macros::format_description!("[year]-[month]-[day]"))
        .map_or_else(|_| iso.to_owned(), |date| day(&date))
}

/// A time kept as "2026-11-23T14:05:00Z" in words; as it stands if it is none.
pub fn kept_moment(iso: &str) -> String {
    OffsetDateTime::parse(iso, &time::format_description::well_known::Rfc3339)
        .map_or_else(|_| iso.to_owned(), |at| moment(&at))
}

/// As date fields want it: "2026-11-23".
pub fn field_date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// For machines in a `datetime` attribute: "2026-11-23T14:05:00Z".
pub fn machine_time(at: &OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}

/// Half days as days: 5 is "2.5 days", 2 is "1 day".
pub fn days(half_days: &i32) -> String {
    match half_days {
        2 => "1 day".to_owned(),
        n if n % 2 == 0 => format!("{} days", n / 2),
        n => format!("{}.5 days", n / 2),
    }
}

/// Minor units as money: 120050 in GBP is "£1,200.50".
pub fn money(minor: &i64, currency: &str) -> String {
    let sign = match currency {
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        _ => "",
    };
    let whole = (minor / 100).to_string();
    let grouped: Vec<_> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|chunk| String::from_utf8_lossy(chunk).into_owned())
        .collect();
    let after = if sign.is_empty() { format!(" {currency}") } else { String::new() };
    format!("{sign}{}.{:02}{after}", grouped.join(","), minor % 100)
}
