//! Schemes as data: everything that differs between one management-system standard and another, read from the
//! files of the standards folder. Another standard is another file, not other code.

mod kept;
mod source;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;

pub(crate) use source::{TABLES, Words};

use crate::error::{Error, Result};
use std::sync::LazyLock;

/// A standard as files, audits and pages hold it: one of those that are shipped.
pub type Scheme = &'static Standard;

/// A standard with what its scheme asks for and the requirements that an audit concludes on.
#[derive(Debug)]
pub struct Standard {
    /// Name with edition, e.g. "ISO/IEC 42001:2023".
    pub name: String,
    /// The letters in a certificate's number, e.g. "AIMS".
    pub letters: String,
    /// What is certified, e.g. "AI management system".
    pub system: String,
    /// The same as the attestation calls it, with its article.
    pub attested_as: String,
    /// Whether it is about AI: the application names roles and the register holds each AI system (APP-5).
    pub concerns_ai: bool,
    /// What its clients run under it, as sentences name it in passing, e.g. "AI systems".
    pub about: String,
    /// What its clients report as an incident, e.g. "An incident with an AI system" (APP-6).
    pub incident: String,
    pub statement_of_applicability: bool,
    /// Fields of knowledge that a team covers beside sector and languages (CMP-6); mostly none.
    pub fields_of_knowledge: Vec<(String, String)>,
    /// Keys of the tables of audit time that fit it; the first is offered first.
    pub audit_time_tables: Vec<String>,
    /// What Stage 1 asks for (AUD-1).
    pub documented_information: Vec<Item>,
    /// Documents that a plan asks for to begin with.
    pub documents_asked: Documents,
    /// What a new programme says of each audit.
    pub(crate) audits: source::Audits,
    /// What is audited against beside the standard.
    pub(crate) criteria: String,
    /// Numbers in its annex that are objectives and so no controls (FND-1).
    objectives: Vec<String>,
    /// Clauses without sub-clauses, then controls, in the standard's order.
    pub requirements: Vec<Requirement>,
    /// Headings under which the requirements are worked through: clauses 4 to 10, then those of the annex.
    pub groups: Vec<Group>,
}

/// A clause or control that can have a conclusion and a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub id: String,
    pub title: String,
    pub group: String,
    pub is_control: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub title: String,
    pub is_control: bool,
}

/// A kind of documented information that Stage 1 asks for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Item {
    pub key: String,
    pub title: String,
    /// The version of this document goes onto the attestation (CRT-1).
    #[serde(default)]
    pub needs_version: bool,
}

/// Documents that a plan begins with: for Stage 1, and for the later audits.
#[derive(Debug, serde::Deserialize)]
pub struct Documents {
    pub stage_1: Vec<Document>,
    pub later: Vec<Document>,
}

/// A document that is asked for, and why.
#[derive(Debug, serde::Deserialize)]
pub struct Document {
    pub title: String,
    pub why: String,
}

/// Standards by name.
#[derive(Debug)]
pub struct Standards(Vec<Standard>);

/// Those that come with the software.
static SHIPPED: LazyLock<Standards> = LazyLock::new(|| {
    Standards::read(source::SCHEMES).expect("the shipped standards are read by a test")
});

/// Every shipped standard, by the names of their files.
pub fn all() -> &'static [Standard] {
    &SHIPPED.0
}

/// The shipped standard of this name; a file about any other is our own failure, and opens nowhere.
pub fn named(name: &str) -> Result<Scheme> {
    let missing = || Error::Fault(format!("the file of {name} is not in the standards folder"));
    SHIPPED.named(name).ok_or_else(missing)
}

/// The names of all of them as the options of a form: value and text.
pub fn names() -> Vec<(String, String)> {
    all().iter().map(|one| (one.name.clone(), one.name.clone())).collect()
}

impl Standards {
    /// The standards that these files describe.
    pub fn read(files: &[&str]) -> serde_json::Result<Self> {
        let read = |text: &&str| Ok(Standard::from(serde_json::from_str::<source::Source>(text)?));
        files.iter().map(read).collect::<serde_json::Result<Vec<_>>>().map(Standards)
    }

    pub fn named(&self, name: &str) -> Option<&Standard> {
        self.0.iter().find(|one| one.name == name)
    }
}

impl Standard {
    /// The requirement of this id; `None` for anything else, an annex's objectives among it (FND-1).
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == id)
    }

    /// Why this id cannot carry a conclusion or a finding, as a sentence (FND-1).
    pub fn why_not(&self, id: &str) -> String {
        if self.requirements.iter().any(|r| r.id.starts_with(&format!("{id}."))) {
            return format!("{id} is a heading: name one clause or control under it.");
        }
        if self.objectives.iter().any(|objective| objective == id) {
            return format!("{id} is an objective, and objectives are no controls.");
        }
        let id = if id.is_empty() { "without a number" } else { id };
        format!("{} has no clause or control {id}.", self.name)
    }

    /// "6.1.2 AI risk assessment"; the id alone if it is none of this standard's.
    pub fn named(&self, id: &str) -> String {
        self.requirement(id).map_or_else(|| id.to_owned(), |r| format!("{} {}", r.id, r.title))
    }

    /// The requirement's title; empty if it is none of this standard's.
    pub fn title_of(&self, id: &str) -> &str {
        self.requirement(id).map_or("", |requirement| requirement.title.as_str())
    }

    /// The requirement's place in the standard's order.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.requirements.iter().position(|requirement| requirement.id == id)
    }

    /// The requirements under one heading.
    pub fn in_group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Requirement> {
        self.requirements.iter().filter(move |requirement| requirement.group == group)
    }

    /// The controls of its annex, in order; none where it has no annex of controls.
    pub fn controls(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().filter(|requirement| requirement.is_control)
    }

    /// The headings under which the controls stand.
    pub fn control_groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.is_control)
    }

    /// What requirements are called in it: "clauses and controls", or "clauses".
    pub fn parts(&self) -> &'static str {
        if self.controls().next().is_some() { "clauses and controls" } else { "clauses" }
    }

    /// A kind of documented information by its key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.documented_information.iter().find(|item| item.key == key)
    }
}
