//! From what was typed to what is meant: each reader takes the typed words and answers the value, or puts a
//! message at the field. Messages say what to enter, not what was wrong with the person.

use crate::error::FieldErrors;
use time::macros::format_description;
use time::{Date, Time};

/// Longest text a field takes, in characters.
pub const LONG: usize = 8_000;
/// Longest single line.
pub const SHORT: usize = 300;

/// Reads the fields of one form and gathers what is wrong with them.
#[derive(Default)]
pub struct Reading {
    pub errors: FieldErrors,
}

impl Reading {
    /// Text that must be there; `what` completes "Enter …".
    pub fn required(&mut self, field: &str, typed: &str, what: &str, longest: usize) -> String {
        let text = self.optional(field, typed, longest);
        if text.is_empty() {
            self.errors.add(field, format!("Enter {what}"));
        }
        text
    }

    /// Text that may be empty; line ends are normalised, blanks around it dropped, control characters refused.
    pub fn optional(&mut self, field: &str, typed: &str, longest: usize) -> String {
        let text = typed.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        if text.chars().count() > longest {
            self.errors.add(
                field,
                format!(
                    "Shorten this to {longest} characters or fewer; it has {}",
                    text.chars().count()
                ),
            );
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.errors.add(field, "Remove the control characters from this text");
        }
        text
    }

    /// A whole number within bounds; `None` when empty or wrong.
    pub fn whole(
        &mut self,
        field: &str,
        typed: &str,
        what: &str,
        least: i32,
        most: i32,
    ) -> Option<i32> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        match text.replace([',', ' '], "").parse::<i32>() {
            Ok(n) if (least..=most).contains(&n) => Some(n),
            _ => {
                self.errors
                    .add(field, format!("Enter {what} as a whole number from {least} to {most}"));
                None
            }
        }
    }

    /// A date as date fields send it, YYYY-MM-DD; `None` when empty or wrong.
    pub fn date(&mut self, field: &str, typed: &str, what: &str) -> Option<Date> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        let read = Date::parse(text, format_description!("[year]-[month]-[day]"));
        if read.is_err() {
            self.errors.add(field, format!("Enter {what} as a date, such as 2027-03-31"));
        }
        read.ok().filter(|date| (1900..=2200).contains(&date.year()))
    }

    /// A time of day, HH:MM; `None` when empty or wrong.
    pub fn time(&mut self, field: &str, typed: &str, what: &str) -> Option<Time> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        let read = Time::parse(text, format_description!("[hour]:[minute]"));
        if read.is_err() {
            self.errors.add(field, format!("Enter {what} as a time, such as 09:30"));
        }
        read.ok()
    }

    /// One of the keys that a list offers.
    pub fn choice<T>(
        &mut self,
        field: &str,
        typed: &str,
        what: &str,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = find(typed.trim());
        if found.is_none() {
            self.errors.add(field, format!("Choose {what}"));
        }
        found
    }

    /// A question answered "yes" or "no"; `what` completes "Choose …".
    pub fn yes_or_no(&mut self, field: &str, typed: &str, what: &str) -> Option<bool> {
        self.choice(field, typed, what, |typed| match typed {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    /// An e-mail address, as typed and without blanks around it.
    pub fn email(&mut self, field: &str, typed: &str) -> String {
        let text = typed.trim().to_owned();
        if text.parse::<lettre::Address>().is_err() || text.len() > 254 {
            self.errors.add(field, "Enter an e-mail address, such as name@example.com");
        }
        text
    }

    /// Ends the reading: `Ok` if nothing was wrong.
    pub fn done(self) -> crate::error::Result<()> {
        self.errors.check()
    }
}

/// Lower case, blanks folded to one: what two names share when people would call them the same.
pub fn normalise(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let mut reading = Reading::default();
        reading.required("name", "  ", "a name", SHORT);
        reading.whole("people", "many", "people", 1, 10);
        reading.date("day", "31.3.2027", "the day");
        reading.email("email", "not an address");
        reading.optional("note", "a\u{7}b", LONG);
        let fields: Vec<_> = reading.errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["name", "people", "day", "email", "note"]);
    }

    #[test]
    fn what_is_right_is_read() {
        let mut reading = Reading::default();
        assert_eq!(reading.whole("people", "1,200", "people", 1, 5000), Some(1200));
        assert_eq!(
            reading.date("day", " 2027-03-31 ", "the day").map(|d| d.to_string()),
            Some("2027-03-31".into())
        );
        assert_eq!(reading.required("name", " Zoë\r\nx ", "a name", SHORT), "Zoë\nx");
        assert!(reading.done().is_ok());
        assert_eq!(normalise("  Fraud  Shield\t2 "), "fraud shield 2");
    }
}
