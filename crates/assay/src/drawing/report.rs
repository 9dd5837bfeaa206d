//! A report in words, as an edition of it says them: the same facts, more of them or fewer (AUD-6).

use super::{annexes, answers};
use certification::findings::Grade;
use certification::reports::{Content, Edition, Field, Printed, Shape, fields};
use documents::{Finding, Part, Report};
use time::Date;
use time::macros::format_description;
use web::page::{days, kept_day};

/// Longer than this, what the first page lists is told in an annex alone.
const BRIEF: usize = 260;

/// The report as it is printed in this edition.
///
/// # Errors
/// A sentence, where the report keeps no date of issue or no SHA-256: then it is none of ours.
pub(super) fn sheet(
    printed: &Printed,
    edition: Edition,
    public_url: &str,
) -> Result<Report, String> {
    let content = &printed.content;
    let facts = &content.facts;
    let asked = edition == Edition::Procurement;
    Ok(Report {
        body: printed.body.clone(),
        title: format!("{} report", content.kind().title()),
        edition: if edition == Edition::Whole { String::new() } else { edition.title().into() },
        holds: holds(edition).into(),
        client: facts.client.name.clone(),
        standard: facts.audit.standard.to_string(),
        reference: facts.audit.reference.clone(),
        version: content.version,
        correction: content.correction.clone(),
        replaced: printed.replaced,
        issued_by: content.issued_by.clone(),
        issued_on: day_of(&content.issued_on)?,
        conclusion: conclusion(content),
        summary: if asked { String::new() } else { content.text.get("summary").to_owned() },
        counts: counts(content),
        facts: if asked { Vec::new() } else { first_page(content) },
        answers: if asked { answers::of(printed, public_url) } else { Vec::new() },
        findings: (!asked && !content.kind().is_stage_1()).then(|| findings(content, edition)),
        parts: parts(content, edition),
        annexes: annexes::of(content, edition),
        digest: printed.digest.clone().try_into().map_err(|_| "a report has no SHA-256")?,
        demonstration: false,
    })
}

/// What an edition says of itself.
fn holds(edition: Edition) -> &'static str {
    match edition {
        Edition::Whole => "The whole report, with what is for the certification body’s own file.",
        Edition::Board => {
            "This edition holds what the audit came to, why, and what was found. Evidence and annexes are left out."
        }
        Edition::Regulator => {
            "This edition holds all that was published of the report, each finding with its evidence, and the audit’s data."
        }
        Edition::Procurement => {
            "This edition answers what buyers ask about a supplier’s audit. Findings and evidence are left out."
        }
    }
}

/// The field in which the team concludes, in words; empty where the reader is not told.
pub(super) fn conclusion(content: &Content) -> String {
    let judges = |f: &&Field| matches!(f.shape, Shape::Readiness | Shape::Recommendation(_));
    fields(content.kind())
        .iter()
        .find(judges)
        .map(|field| field.words(content.text.get(field.key)))
        .unwrap_or_default()
}

/// How many findings of each grade; a Stage 1 raises none.
pub(super) fn counts(content: &Content) -> Vec<(String, usize)> {
    if content.kind().is_stage_1() {
        return Vec::new();
    }
    let of = |grade: Grade| content.facts.findings.iter().filter(move |f| f.grade == grade.key());
    let named = |grade: Grade| match (grade, of(grade).count()) {
        (Grade::Major, 1) => ("major nonconformity".to_owned(), 1),
        (Grade::Major, many) => ("major nonconformities".to_owned(), many),
        (Grade::Minor, 1) => ("minor nonconformity".to_owned(), 1),
        (Grade::Minor, many) => ("minor nonconformities".to_owned(), many),
        (Grade::Observation, 1) => ("observation".to_owned(), 1),
        (Grade::Observation, many) => ("observations".to_owned(), many),
    };
    Grade::ALL.into_iter().map(named).collect()
}

/// What the first page lists of the audit.
fn first_page(content: &Content) -> Vec<(String, String)> {
    let facts = &content.facts;
    let mut listed = Vec::new();
    let mut list = |name: &str, words: String| {
        if !words.trim().is_empty() {
            let long = words.chars().count() > BRIEF;
            listed.push((name.to_owned(), if long { "Set out below.".into() } else { words }));
        }
    };
    if let Some(plan) = &facts.plan {
        list("Scope", plan.scope.clone());
        list("Places", plan.sites.clone());
        list("Days", planned_days(content));
    }
    list("Audit time", days(&facts.audit.half_days));
    list("Team", team(content));
    listed
}

/// "23 November 2026 to 25 November 2026".
pub(super) fn planned_days(content: &Content) -> String {
    let Some(plan) = &content.facts.plan else { return String::new() };
    let days = [&plan.starts_on, &plan.ends_on].into_iter().flatten();
    let mut days: Vec<String> = days.map(|day| kept_day(day)).collect();
    days.dedup();
    days.join(" to ")
}

pub(super) fn team(content: &Content) -> String {
    let member = |m: &certification::reports::Member| format!("{}, {}", m.name, m.role_title());
    content.facts.team.iter().map(member).collect::<Vec<_>>().join("; ")
}

fn findings(content: &Content, edition: Edition) -> Vec<Finding> {
    let facts = &content.facts;
    let printed = |f: &certification::reports::Found| Finding {
        number: format!("F-{}", f.number),
        grade: Grade::from_key(&f.grade).map_or("", Grade::title).to_owned(),
        against: facts.audit.standard.named(&f.requirement),
        statement: f.statement.clone(),
        evidence: if edition == Edition::Board { String::new() } else { f.evidence.clone() },
    };
    facts.findings.iter().map(printed).collect()
}

/// What was written, under its headings; summary and conclusion stand on the first page.
fn parts(content: &Content, edition: Edition) -> Vec<Part> {
    let written = fields(content.kind()).iter().filter(|field| edition.tells(field));
    let written = written.filter(|field| {
        field.key != "summary" && matches!(field.shape, Shape::Line | Shape::Area(_))
    });
    written
        .map(|f| Part { title: f.label.to_owned(), text: content.text.get(f.key).to_owned() })
        .filter(|part| !part.text.trim().is_empty())
        .collect()
}

/// A date as the report keeps it.
fn day_of(kept: &str) -> Result<Date, String> {
    Date::parse(kept, format_description!("[year]-[month]-[day]")).map_err(|e| e.to_string())
}
