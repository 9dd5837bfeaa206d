//! Forms: what was typed, kept until it is accepted, with the messages beside it.

use crate::problem::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use bytes::Bytes;
use certification::{Error, FieldErrors, Refusal};
use serde::de::DeserializeOwned;

/// A form as it was typed or loaded, with what was said about it.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    refusal: Option<RefusalView>,
}

/// A refusal in the words of a page.
#[derive(Debug, Clone)]
pub struct RefusalView {
    pub rule: &'static str,
    pub sentence: &'static str,
    pub source: &'static str,
    pub because: String,
    pub way_out: String,
    pub missing: Vec<String>,
}

impl From<Refusal> for RefusalView {
    fn from(refusal: Refusal) -> Self {
        RefusalView {
            rule: refusal.rule.id,
            sentence: refusal.rule.sentence,
            source: refusal.rule.source,
            because: refusal.because,
            way_out: refusal.way_out,
            missing: refusal.missing,
        }
    }
}

impl Filled {
    /// A form filled from what is stored: pairs of field and value; repeat a field for several values.
    pub fn from_values<N: Into<String>, V: Into<String>>(
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Filled { values, ..Filled::default() }
    }

    /// The typed words as a verb's own form; unknown fields are ignored, absent ones are empty.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let encoded =
            serde_html_form::to_string(&self.values).map_err(|_| Problem::bad_request())?;
        serde_html_form::from_str(&encoded).map_err(|_| Problem::bad_request())
    }

    /// The same form with what was wrong about it; anything that is not about the form stays a problem.
    pub fn with(mut self, problem: Problem) -> Result<Self, Problem> {
        match problem {
            Problem(Error::Invalid(FieldErrors(errors))) => self.errors = errors,
            Problem(Error::Refused(refusal)) => self.refusal = Some(refusal.into()),
            Problem(Error::Stale(sentence)) => self.errors = vec![(String::new(), sentence)],
            other => return Err(other),
        }
        Ok(self)
    }

    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// All values of a repeated field, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.values.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    }

    pub fn has(&self, name: &str, option: &str) -> bool {
        self.values.iter().any(|(n, v)| n == name && v == option)
    }

    /// Sets a field, replacing what it held.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(n, _)| n != name);
        self.values.push((name.to_owned(), value.into()));
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(n, _)| n == name).map(|(_, m)| m.as_str())
    }

    pub fn errors(&self) -> &[(String, String)] {
        &self.errors
    }

    pub fn refusal(&self) -> Option<&RefusalView> {
        self.refusal.as_ref()
    }

    /// Whether something was wrong with it.
    pub fn failed(&self) -> bool {
        !self.errors.is_empty() || self.refusal.is_some()
    }

    /// 200 for a fresh form, 422 for one that came back, 409 for one that a rule refused.
    pub fn status(&self) -> StatusCode {
        match (&self.refusal, self.errors.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (None, true) => StatusCode::OK,
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Filled {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, state).await.map_err(|_| Problem::too_large())?;
        let values = serde_html_form::from_bytes(&body).map_err(|_| Problem::bad_request())?;
        Ok(Filled { values, ..Filled::default() })
    }
}
