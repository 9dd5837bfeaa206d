//! Repeating rows of a form: the n-th value of each of its fields belongs to the n-th row.

use crate::form::Filled;

/// One row, with the messages beside its fields. A message about a row names "field-n", counted from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    nth: String,
    /// The row's number for people; empty for the row that the page's module copies.
    pub(crate) number: String,
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
}

impl Row {
    /// The id of a field in this row, to which its message links.
    pub(crate) fn id(&self, field: &str) -> String {
        format!("{field}-{}", self.nth)
    }

    pub(crate) fn value(&self, field: &str) -> &str {
        found(&self.values, field).unwrap_or_default()
    }

    pub(crate) fn is(&self, field: &str, option: &str) -> bool {
        self.value(field) == option
    }

    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        found(&self.errors, field)
    }
}

fn found<'a>(pairs: &'a [(String, String)], field: &str) -> Option<&'a str> {
    pairs.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
}

/// The rows of these fields as the form holds them, with `blank` more; one at least.
pub(crate) fn rows(form: &Filled, fields: &[&str], blank: usize) -> Vec<Row> {
    let columns: Vec<_> = fields.iter().map(|field| (*field, form.all(field))).collect();
    let typed = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let row = |n: usize| {
        let value = |(field, values): &(&str, Vec<&str>)| {
            ((*field).to_owned(), values.get(n).copied().unwrap_or_default().to_owned())
        };
        let error = |field: &&str| {
            let message = form.error(&format!("{field}-{n}"))?;
            Some(((*field).to_owned(), message.to_owned()))
        };
        Row {
            nth: n.to_string(),
            number: (n + 1).to_string(),
            values: columns.iter().map(value).collect(),
            errors: fields.iter().filter_map(error).collect(),
        }
    };
    (0..(typed + blank).max(1)).map(row).collect()
}

/// The row that the page's module copies when another is wanted.
pub(crate) fn pattern() -> Row {
    Row { nth: "__n__".to_owned(), ..Row::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use certification::{Error, FieldErrors};

    #[test]
    fn what_was_typed_stays_in_its_row_and_so_does_what_was_said_about_it() {
        let typed = [("name", "Leeds"), ("people", ""), ("name", "York"), ("people", "many")];
        let said = FieldErrors::one("people-1", "Enter people as a number");
        let form =
            Filled::from_values(typed).with(Error::from(said).into()).expect("a form's message");
        let rows = rows(&form, &["name", "people"], 1);
        assert_eq!(
            rows.iter().map(|row| row.value("name")).collect::<Vec<_>>(),
            ["Leeds", "York", ""]
        );
        assert_eq!(rows[1].value("people"), "many");
        assert_eq!(
            (rows[0].error("people"), rows[1].error("people")),
            (None, Some("Enter people as a number"))
        );
        assert_eq!((rows[1].id("people").as_str(), rows[1].number.as_str()), ("people-1", "2"));
    }

    #[test]
    fn a_form_without_rows_offers_one() {
        assert_eq!(rows(&Filled::default(), &["name"], 0).len(), 1);
    }
}
