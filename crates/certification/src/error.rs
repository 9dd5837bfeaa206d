//! The five ways an act can fail, each with what the person needs to go on.

use crate::rulebook::{self, Rule};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing here; another body's or another client's is answered the same (TEN-1).
    #[error("not found")]
    NotFound,
    /// A rule refuses; nothing has changed.
    #[error("{0}")]
    Refused(Refusal),
    /// Somebody else was faster; says what they did, as a sentence.
    #[error("{0}")]
    Stale(String),
    /// What was typed cannot be used as it is.
    #[error("{0}")]
    Invalid(FieldErrors),
    /// Our own failure: the cause is for the log, never for the page.
    #[error("fault: {0}")]
    Fault(String),
}

/// A rule's "no": which rule, why here, and the way out.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub rule: &'static Rule,
    /// Why it bites in this case, as a sentence.
    pub because: String,
    /// What to do next, as a sentence.
    pub way_out: String,
    /// What is missing, item by item; may be empty.
    pub missing: Vec<String>,
}

impl Refusal {
    /// Names what is missing, item by item.
    pub fn missing(mut self, items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.missing = items.into_iter().map(Into::into).collect();
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {}", self.rule.id, self.because, self.way_out)?;
        if !self.missing.is_empty() {
            write!(f, " Missing: {}.", self.missing.join("; "))?;
        }
        Ok(())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

/// Messages for fields, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<(String, String)>);

impl FieldErrors {
    /// One message at one field.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![(field.into(), message.into())])
    }

    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push((field.into(), message.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing was wrong.
    pub fn check(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

impl std::fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: Vec<_> =
            self.0.iter().map(|(field, message)| format!("{field}: {message}")).collect();
        f.write_str(&all.join("; "))
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Error::Invalid(errors)
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Error::Fault(cause.to_string())
    }
}

impl From<sqlx::Error> for Error {
    /// A named constraint that guards a rule answers as that rule; anything else is our fault.
    fn from(cause: sqlx::Error) -> Self {
        if matches!(cause, sqlx::Error::RowNotFound) {
            return Error::NotFound;
        }
        let constraint = cause.as_database_error().and_then(|e| e.constraint()).unwrap_or_default();
        match rulebook::held_by_constraint(constraint) {
            Some(refusal) => Error::Refused(refusal),
            None => Error::Fault(cause.to_string()),
        }
    }
}
