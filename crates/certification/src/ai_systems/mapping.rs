//! Which column of a file holds which field of the register: proposed from the headings, chosen by the person.

use super::{Entry, FIELDS, Field};
use crate::error::{FieldErrors, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Our field's key, and the number of the file's column, counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<String, usize>);

impl Mapping {
    /// A proposal from the headings: first those that are called exactly like a field, then those that mean one.
    pub fn propose(header: &[String]) -> Self {
        let mut mapping = Mapping::default();
        let exactly = |field: &Field, heading: &str| {
            let heading = super::fields::plain(heading);
            heading == super::fields::plain(field.key)
                || heading == super::fields::plain(field.title)
        };
        mapping.take(header, exactly);
        mapping.take(header, |field, heading| field.is_called(heading));
        mapping
    }

    /// Gives every free field the first free column that `means` it.
    fn take(&mut self, header: &[String], means: impl Fn(&Field, &str) -> bool) {
        for field in FIELDS {
            let free = |n: &usize| !self.0.values().any(|taken| taken == n);
            let mut columns = (1..=header.len()).filter(free);
            let found = columns.find(|n| means(field, &header[n - 1]));
            if let Some(n) = found.filter(|_| !self.0.contains_key(field.key)) {
                self.0.insert(field.key.to_owned(), n);
            }
        }
    }

    /// The mapping that was chosen: for each field a column's number, or nothing.
    pub fn read(typed: &Entry, columns: usize) -> Result<Self> {
        let (mut mapping, mut errors) = (Mapping::default(), FieldErrors::default());
        for field in FIELDS {
            match typed.get(field.key).trim() {
                "" if field.key == "name" => {
                    errors.add("name", "Choose the column that holds the name")
                }
                "" => {}
                number => match number.parse::<usize>() {
                    Ok(n) if (1..=columns).contains(&n) => {
                        mapping.0.insert(field.key.to_owned(), n);
                    }
                    _ => errors.add(
                        field.key,
                        format!("Choose a column of the file for “{}”", field.title),
                    ),
                },
            }
        }
        errors.check()?;
        Ok(mapping)
    }

    /// The place of this field's cell within a row.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.0.get(key).and_then(|n| n.checked_sub(1))
    }

    /// The field that this column (counted from 0) is used for; the first, if there are several.
    pub fn field_of(&self, place: usize) -> Option<&'static Field> {
        FIELDS.iter().find(|field| self.place(field.key) == Some(place))
    }
}

/// What a column is called: its heading, or its number where it has none.
pub fn column_name(header: &[String], place: usize) -> String {
    match header.get(place).filter(|heading| !heading.is_empty()) {
        Some(heading) => heading.clone(),
        None => format!("Column {}", place + 1),
    }
}
