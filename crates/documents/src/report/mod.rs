//! An audit's report on paper, in the attestation's hand: a summary of one page, then findings, then what was
//! written, then annexes. What it holds, and for whom, is decided by whoever hands it in (AUD-6).

pub mod samples;
#[cfg(test)]
mod tests;

use proofs::attestation::Issuer;
use serde::Serialize;
use serde_json::{Value, json};
use time::Date;
use typst_layout::PagedDocument;

use crate::press::{self, HAND, hex, long_date};
use crate::{DrawError, fonts, guilloche, ink};

const SOURCES: [(&str, &str); 4] = [
    ("report.typ", include_str!("report.typ")),
    HAND,
    ("summary.typ", include_str!("summary.typ")),
    ("sections.typ", include_str!("sections.typ")),
];

/// A report as it is to be printed: every word, and nothing about how it looks.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The certification body, with its mark and colour.
    pub body: Issuer,
    /// What it is, such as "Stage 2 report".
    pub title: String,
    /// For whom this edition is, such as "For the board"; empty for the whole report.
    pub edition: String,
    /// What this edition holds and what it leaves out, in a sentence.
    pub holds: String,
    pub client: String,
    /// The standard with its edition.
    pub standard: String,
    /// The file's reference.
    pub reference: String,
    pub version: i32,
    /// Why this version replaces the one before; empty for the first.
    pub correction: String,
    /// A later version stands.
    pub replaced: bool,
    pub issued_by: String,
    /// The body's local date.
    #[serde(skip)]
    pub issued_on: Date,
    /// What the audit comes to, in a sentence; empty where the reader is not told.
    pub conclusion: String,
    /// For a reader who reads nothing else. What the first page has no room for goes on overleaf.
    pub summary: String,
    /// Findings by grade: the grade's name and how many.
    pub counts: Vec<(String, usize)>,
    /// What the first page lists: name and words.
    pub facts: Vec<(String, String)>,
    /// Questions and answers, which stand on the first page in the summary's place.
    pub answers: Vec<(String, String)>,
    /// None where this edition leaves them out; empty where none was raised.
    pub findings: Option<Vec<Finding>>,
    pub parts: Vec<Part>,
    pub annexes: Vec<Annex>,
    /// SHA-256 of the report as it was issued, whole; the seal is drawn from it.
    #[serde(skip)]
    pub digest: [u8; 32],
    /// Marks the document unmistakably as a demonstration.
    pub demonstration: bool,
}

/// A finding as it was issued.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Such as "F-1".
    pub number: String,
    pub grade: String,
    /// The requirement's number and title.
    pub against: String,
    pub statement: String,
    /// Empty where this edition leaves it out.
    pub evidence: String,
}

/// What was written under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    pub title: String,
    pub text: String,
}

/// A table behind the report.
#[derive(Clone, Debug, Serialize)]
pub struct Annex {
    pub title: String,
    /// Each column's name, and its share of the width; 0 takes what its words need.
    pub columns: Vec<(String, u8)>,
    pub rows: Vec<Vec<String>>,
}

/// The report as PDF/A-3a and PDF/UA-1: the same report always gives the same bytes. Characters that no font here
/// draws are printed as their code in brackets, since a report that was issued must not be withheld for them.
///
/// # Errors
/// Only a fault of ours.
pub fn report(r: &Report) -> Result<Vec<u8>, DrawError> {
    let identity = format!("{} {}", hex(&r.digest), r.edition);
    press::print(&layout(r)?, &identity, r.issued_on)
}

fn layout(r: &Report) -> Result<PagedDocument, DrawError> {
    let first = ink::parse(&r.body.colour).map(ink::legible).unwrap_or_default();
    let seal = guilloche::seal(&r.digest, first, ink::SECOND);
    press::set(&SOURCES, vec![("data.json", view(r, first)?), ("seal.svg", seal.into_bytes())])
}

/// What the template reads: the words, with dates spoken and colours as ink.
fn view(r: &Report, first: ink::Rgb) -> Result<Vec<u8>, DrawError> {
    let mut data = serde_json::to_value(r).map_err(|e| DrawError::Failed(e.to_string()))?;
    drawable(&mut data);
    data["issued_on"] = json!(long_date(r.issued_on));
    data["first"] = json!(ink::hex(first));
    data["second"] = json!(ink::hex(ink::SECOND));
    data["families"] = json!(fonts::families());
    data["seal"] = json!(hex(&r.digest));
    serde_json::to_vec(&data).map_err(|e| DrawError::Failed(e.to_string()))
}

/// Every text below this value, with what cannot be drawn told by its code.
fn drawable(value: &mut Value) {
    match value {
        Value::String(text) => *text = spelt(text),
        Value::Array(items) => items.iter_mut().for_each(drawable),
        Value::Object(fields) => fields.values_mut().for_each(drawable),
        _ => {}
    }
}

fn spelt(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', " ");
    let missing = fonts::missing(&text);
    let spell = |c: char| match fonts::deceives(c) || missing.contains(&c) {
        true => format!("[U+{:04X}]", c as u32),
        false => c.to_string(),
    };
    text.chars().map(spell).collect()
}
