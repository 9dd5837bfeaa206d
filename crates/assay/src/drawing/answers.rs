//! The questions that buyers ask about a supplier's audit, answered from the report and from nothing else.

use super::report::{conclusion, counts, planned_days};
use certification::countries;
use certification::reports::{Content, Printed};
use web::page::days;

/// Question and answer; what is not known to the reader is not asked.
pub(super) fn of(printed: &Printed, public_url: &str) -> Vec<(String, String)> {
    let content = &printed.content;
    let facts = &content.facts;
    let place = |parts: [&str; 3]| {
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
            .replace('\n', ", ")
    };
    let asked = [
        (
            "Which organisation was audited?",
            place([
                &facts.client.name,
                &facts.client.address,
                countries::name(&facts.client.country),
            ]),
        ),
        ("By whom?", place([&facts.body.legal_name, &facts.body.address, &facts.body.country])),
        ("Against which standard?", facts.audit.standard.to_string()),
        ("In which kind of audit, and how long did it take?", kind_and_time(content)),
        ("What was within its scope?", plan(content, |plan| plan.scope.clone())),
        (
            "Where, and when?",
            place([&plan(content, |plan| plan.sites.clone()), &planned_days(content), ""]),
        ),
        ("What was audited remotely?", remote(content)),
        ("What did the audit come to?", conclusion(content)),
        (
            "Does the management system conform, and is it effective?",
            content.text.get("conformity").to_owned(),
        ),
        ("How many findings were there?", found(content)),
        ("Is the organisation certified?", certified(printed, public_url)),
    ];
    let known = asked.into_iter().filter(|(_, answer)| !answer.trim().is_empty());
    known.map(|(question, answer)| (question.to_owned(), answer)).collect()
}

fn plan(content: &Content, of: impl Fn(&certification::reports::Planned) -> String) -> String {
    content.facts.plan.as_ref().map(of).unwrap_or_default()
}

fn kind_and_time(content: &Content) -> String {
    format!("{}, {}", content.kind().title(), days(&content.facts.audit.half_days))
}

fn remote(content: &Content) -> String {
    plan(content, |plan| match plan.remotely.as_str() {
        "yes" => {
            format!("{}. By means of: {}", plan.remote.trim_end_matches('.'), plan.remote_means)
        }
        "no" => "Nothing.".to_owned(),
        _ => plan.remote.clone(),
    })
}

/// "0 major nonconformities, 1 minor nonconformity, 2 observations."
fn found(content: &Content) -> String {
    if content.kind().is_stage_1() {
        return "None is raised in a Stage 1; it names areas of concern to the client.".to_owned();
    }
    let counted: Vec<_> = counts(content).iter().map(|(of, many)| format!("{many} {of}")).collect();
    format!("{}, when the report was issued.", counted.join(", "))
}

/// No report says what holds today: where that is answered.
fn certified(printed: &Printed, public_url: &str) -> String {
    match &printed.number {
        Some(number) => format!(
            "Its certificate has the number {number}. Whether it holds today is answered, to anyone, at {public_url}/verify/{number}"
        ),
        None => "A report is no certificate: no certificate has been granted under this file yet."
            .into(),
    }
}
