//! What verifying a file found: each thing that was checked, in a sentence, with the entry it is about.

use super::Manifest;
use serde::Serialize;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Good,
    Bad,
    /// Cannot be judged from what is here, such as whether a key is the body's when nobody said which keys are.
    Open,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The entry of the file that it is about, or "the file".
    pub entry: String,
    pub outcome: Outcome,
    pub says: String,
}

/// All of them, with the manifest where one could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub manifest: Option<Manifest>,
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether nothing was found wrong. Things may yet be open: see [`Report::with`].
    pub fn holds(&self) -> bool {
        self.manifest.is_some() && self.with(Outcome::Bad).next().is_none()
    }

    /// The checks that came out so.
    pub fn with(&self, outcome: Outcome) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(move |check| check.outcome == outcome)
    }

    pub(super) fn good(&mut self, entry: &str, says: impl Into<String>) {
        self.add(entry, Outcome::Good, says);
    }

    pub(super) fn bad(&mut self, entry: &str, says: impl Into<String>) {
        self.add(entry, Outcome::Bad, says);
    }

    pub(super) fn open(&mut self, entry: &str, says: impl Into<String>) {
        self.add(entry, Outcome::Open, says);
    }

    /// Adds what came of a check: a sentence either way.
    pub(super) fn came(&mut self, entry: &str, result: Result<String, String>) {
        match result {
            Ok(says) => self.good(entry, says),
            Err(says) => self.bad(entry, says),
        }
    }

    /// Says whether something that the file names is known to whoever verifies. Where nothing is known, that is open.
    pub(super) fn known<T: PartialEq>(&mut self, entry: &str, what: &str, named: &T, known: &[T]) {
        match known {
            [] => self.open(entry, format!("Nobody said which is the body's: compare {what}.")),
            _ if known.contains(named) => self.good(entry, format!("Known as the body's: {what}.")),
            _ => self.bad(entry, format!("Not known as the body's: {what}.")),
        }
    }

    fn add(&mut self, entry: &str, outcome: Outcome, says: impl Into<String>) {
        let entry = if entry.is_empty() { "the file" } else { entry };
        self.checks.push(Check { entry: entry.into(), outcome, says: says.into() });
    }
}
