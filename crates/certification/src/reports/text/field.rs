//! A field of a report: what it asks for, how it is filled, and whether a client may read it.

use super::judgement::{About, Readiness, Recommendation};
use crate::standards::Standard;

/// How a field is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line.
    Line,
    /// Text, with the rows that it opens with.
    Area(u8),
    /// [`Readiness`].
    Readiness,
    /// [`Recommendation`], and what it is about.
    Recommendation(About),
}

/// One field of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub key: &'static str,
    pub label: &'static str,
    /// Where `{about}` stands, the standard says what it is about.
    hint: &'static str,
    pub shape: Shape,
    /// The report is not issued without it.
    pub required: bool,
    /// May be published to the client, if the scheme manager chooses so.
    pub publishable: bool,
}

impl Field {
    /// What is asked for, in the words of the standard that is audited against.
    pub fn hint(&self, standard: &Standard) -> String {
        self.hint.replace("{about}", &standard.about)
    }

    /// What the field says, in words: a choice by its title.
    pub fn words(&self, value: &str) -> String {
        match self.shape {
            Shape::Line | Shape::Area(_) => value.to_owned(),
            Shape::Readiness => Readiness::from_key(value).map_or("", Readiness::title).to_owned(),
            Shape::Recommendation(about) => {
                Recommendation::from_key(value).map_or("", |r| r.title(about)).to_owned()
            }
        }
    }

    /// The choices that it offers: value and words.
    pub fn choices(&self) -> Vec<(String, String)> {
        let pair = |key: &str, title: &str| (key.to_owned(), title.to_owned());
        match self.shape {
            Shape::Line | Shape::Area(_) => Vec::new(),
            Shape::Readiness => {
                Readiness::ALL.into_iter().map(|r| pair(r.key(), r.title())).collect()
            }
            Shape::Recommendation(about) => {
                Recommendation::ALL.into_iter().map(|r| pair(r.key(), r.title(about))).collect()
            }
        }
    }
}

pub(super) const fn field(
    key: &'static str,
    label: &'static str,
    shape: Shape,
    hint: &'static str,
) -> Field {
    Field { key, label, hint, shape, required: true, publishable: true }
}

/// Never published: for the body's own file.
pub(super) const fn inside(field: Field) -> Field {
    Field { publishable: false, ..field }
}

pub(super) const fn may_be_empty(field: Field) -> Field {
    Field { required: false, ..field }
}

pub(super) const AREA: Shape = Shape::Area(4);
