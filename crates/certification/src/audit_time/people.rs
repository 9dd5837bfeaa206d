//! Tables by people: the row that holds them, the column of the organisation's role, and what is added for
//! AI systems, legal frameworks, agreements and controls.

use super::calculation::{MOST, in_days};
use super::table::Table;
use crate::error::{FieldErrors, Result};
use crate::rulebook;
use serde::{Deserialize, Serialize};

/// The rows of a table by people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Which people are counted, e.g. "Effective personnel".
    pub asks: String,
    /// One for each role of the organisation; none where all roles have the same time.
    #[serde(default)]
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    #[serde(default)]
    pub additions: Vec<Addition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub key: String,
    pub title: String,
}

/// From and to how many people, and the half days of each column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub from: i32,
    pub to: i32,
    pub half_days: Vec<i32>,
}

/// What a table adds beyond a number of something, in tenths of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    pub key: String,
    pub title: String,
    pub one: String,
    /// As many are in the base already.
    pub beyond: i32,
    pub tenths_from: i32,
    pub tenths_to: i32,
    /// For each one beyond, or once for all of them.
    pub each: bool,
    pub at_most_tenths: Option<i32>,
}

/// How an addition was used: how many there are, and the tenths of a day chosen within the range.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    pub key: String,
    pub count: i32,
    pub tenths: i32,
    pub reason: String,
}

impl Addition {
    pub fn is_range(&self) -> bool {
        self.tenths_from != self.tenths_to
    }

    /// "1 to 2 days for each AI system beyond 5".
    pub fn in_words(&self) -> String {
        let range = if self.is_range() {
            format!("{} to {} days", tenths(self.tenths_from), tenths(self.tenths_to))
        } else {
            format!("{} days", tenths(self.tenths_from))
        };
        let per = if self.each {
            format!("for each {}", self.one)
        } else {
            format!("for every {} together", self.one)
        };
        let beyond =
            if self.beyond > 0 { format!(" beyond {}", self.beyond) } else { String::new() };
        let most = self
            .at_most_tenths
            .map(|most| format!(", at most {} days", tenths(most)))
            .unwrap_or_default();
        format!("{range} {per}{beyond}{most}")
    }

    /// The tenths of a day that it comes to.
    pub fn comes_to(&self, added: &Added) -> i32 {
        let beyond = (added.count - self.beyond).max(0);
        let all = match (beyond, self.each) {
            (0, _) => 0,
            (n, true) => n * added.tenths,
            (_, false) => added.tenths,
        };
        self.at_most_tenths.map_or(all, |most| all.min(most))
    }

    /// Whether what was chosen is allowed; what is not stands at its field, row by row from 1.
    fn check(&self, n: usize, added: &Added, errors: &mut FieldErrors) {
        if !(0..=MOST).contains(&added.count) {
            errors.add(
                format!("addition_count-{n}"),
                format!("Enter a whole number from 0 to {MOST}"),
            );
        }
        if added.count <= self.beyond {
            return;
        }
        if !(self.tenths_from..=self.tenths_to).contains(&added.tenths) {
            errors.add(
                format!("addition_days-{n}"),
                format!("Enter days within the table: {}", self.in_words()),
            );
        }
        if self.is_range() && added.reason.trim().is_empty() {
            errors.add(format!("addition_reason-{n}"), "Say why this much within the range");
        }
    }
}

/// Tenths as a number of days: 35 is "3.5", 20 is "2".
pub fn tenths(n: i32) -> String {
    if n % 10 == 0 { (n / 10).to_string() } else { format!("{}.{}", n / 10, n % 10) }
}

impl Row {
    pub fn days(&self) -> Vec<String> {
        self.half_days.iter().map(|n| tenths(n * 5)).collect()
    }
}

impl People {
    pub fn column_title(&self, key: &str) -> Option<&str> {
        self.columns.iter().find(|c| c.key == key).map(|c| c.title.as_str())
    }

    /// The half days of the row that holds these people. Where the table has no such row, it says which row
    /// must be entered, because nobody may guess it (TIM-2).
    pub(super) fn base(&self, table: &Table, people: i32, role: &str) -> Result<(&Row, i32)> {
        let mut errors = FieldErrors::default();
        if people < 1 {
            errors.add("people", format!("Enter the number: {}", self.asks.to_lowercase()));
        }
        let column = self.columns.iter().position(|c| c.key == role);
        if column.is_none() && !self.columns.is_empty() {
            errors.add("role", "Choose the role of the organisation");
        }
        errors.check()?;
        let row = self.rows.iter().find(|row| (row.from..=row.to).contains(&people));
        let found = row.and_then(|row| Some((row, *row.half_days.get(column.unwrap_or(0))?)));
        found.ok_or_else(|| self.no_row(table, people))
    }

    fn no_row(&self, table: &Table, people: i32) -> crate::Error {
        let last = self.rows.last().map_or(0, |row| row.to);
        rulebook::TIM_2
            .refuse(
                format!("{}, version {}, has no row for {people} people; its last row ends at {last}.", table.title, table.version),
                format!("Enter the row that holds {people} people from the licensed text as a newer version of this table, under Settings, Audit time; or use another table."),
            )
            .into()
    }

    /// What the additions come to in tenths of a day, each with its words; refuses what the table does not allow.
    pub(super) fn added(&self, chosen: &[Added]) -> Result<Vec<(String, String, i32)>> {
        let mut errors = FieldErrors::default();
        let mut found = Vec::new();
        for (n, addition) in (1..).zip(&self.additions) {
            let Some(added) = chosen.iter().find(|added| added.key == addition.key) else {
                continue;
            };
            addition.check(n, added, &mut errors);
            if added.count > addition.beyond && errors.0.is_empty() {
                let words = format!(
                    "{}: {}, {} days of {}",
                    addition.title,
                    added.count,
                    tenths(added.tenths),
                    addition.in_words()
                );
                found.push((words, added.reason.clone(), addition.comes_to(added)));
            }
        }
        errors.check()?;
        Ok(found)
    }

    /// "46 to 65 people, 5 days".
    pub(super) fn row_in_words(row: &Row, half_days: i32) -> String {
        format!("the row of {} to {} people, {}", row.from, row.to, in_days(half_days))
    }
}
