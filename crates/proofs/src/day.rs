//! Dates in JSON as ISO 8601 writes them, "2026-11-23", and moments as RFC 3339 in UTC to the second.

use serde::{Deserialize, Deserializer, Serializer, de::Error};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, UtcOffset};

pub fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).ok_or_else(|| D::Error::custom("a date is written yyyy-mm-dd"))
}

/// The date of "yyyy-mm-dd"; none for anything else.
pub(crate) fn parse(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// A moment as credentials carry it: "2026-11-23T08:00:00Z", the second's fractions cut off.
pub(crate) fn written(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    let day = utc.date();
    format!("{day}T{:02}:{:02}:{:02}Z", utc.hour(), utc.minute(), utc.second())
}

/// A moment as people read it: "23 November 2026, 08:00 UTC".
pub(crate) fn said(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    format!("{}, {:02}:{:02} UTC", said_day(utc.date()), utc.hour(), utc.minute())
}

/// A date as people read it: "23 November 2026".
pub(crate) fn said_day(day: Date) -> String {
    format!("{} {} {}", day.day(), day.month(), day.year())
}

/// The moment of an RFC 3339 text; none for anything else.
pub(crate) fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}
