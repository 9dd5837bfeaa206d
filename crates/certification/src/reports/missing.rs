//! What a report still waits for: each item with the rule that asks for it. Nothing else decides whether
//! it may be issued, and the report's page shows the same list (AUD-1, AUD-4, AUD-5, AUD-6, PRG-2, PLN-3).

use super::content::Facts;
use super::text::{Readiness, Recommendation, Shape, Text, fields, is_fixed_topic};
use crate::audits::conclusions::Row;
use crate::audits::{Kind, coverage};
use crate::error::Refusal;
use crate::findings::Grade;
use crate::rulebook::{self, Rule};
use crate::standards::Item;

/// One thing that a report waits for.
#[derive(Debug, Clone)]
pub struct Missing {
    pub rule: &'static Rule,
    pub item: String,
    /// The page on which it is mended, below the audit's own address.
    pub tail: &'static str,
}

/// Everything that stands between an audit and its report; empty when it may be issued.
pub(super) fn of(kind: Kind, facts: &Facts, text: &Text) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut add = |rule, tail, item: String| missing.push(Missing { rule, item, tail });
    plan_and_team(facts)
        .into_iter()
        .for_each(|(tail, item)| add(rulebook::AUD_6, tail, item.to_owned()));
    for (meeting, words) in [("opening", "The opening meeting"), ("closing", "The closing meeting")]
    {
        if !facts.meetings.iter().any(|m| m.kind == meeting && !m.attended.is_empty()) {
            add(rulebook::AUD_5, "/meetings", format!("{words}: when, and who attended"));
        }
    }
    if kind.is_stage_1() {
        unchecked(facts).into_iter().for_each(|item| add(rulebook::AUD_1, "/checks", item));
    } else {
        let findings: Vec<_> = facts
            .findings
            .iter()
            .filter_map(|f| Some((f.requirement.clone(), Grade::from_key(&f.grade)?)))
            .collect();
        coverage::missing(
            facts.audit.standard,
            &coverage::taken(facts.audit.standard, kind, facts.audit.takes.as_deref()),
            &rows(facts),
            &findings,
        )
        .into_iter()
        .for_each(|item| add(rulebook::AUD_4, "/requirements", item));
    }
    for field in fields(kind)
        .iter()
        .filter(|field| field.required && field.words(text.get(field.key)).trim().is_empty())
    {
        let rule = if field.shape == Shape::Readiness || field.key == "programme" {
            rulebook::AUD_1
        } else if is_fixed_topic(kind, field.key) {
            rulebook::PRG_2
        } else {
            rulebook::AUD_6
        };
        add(rule, "/report#draft", field.label.to_owned());
    }
    let remote = facts.plan.as_ref().is_some_and(|plan| plan.remotely == "yes");
    if remote && text.get("remote_use").trim().is_empty() {
        add(
            rulebook::PLN_3,
            "/report#draft",
            "How far remote means were used, and how well they worked".to_owned(),
        );
    }
    contradictions(facts, text)
        .into_iter()
        .for_each(|(rule, item)| add(rule, "/report#draft", item));
    missing
}

fn plan_and_team(facts: &Facts) -> Vec<(&'static str, &'static str)> {
    let mut missing = Vec::new();
    match &facts.plan {
        None => missing.push(("/plan", "The plan: objectives, criteria, scope, dates and places")),
        Some(plan) => {
            let mut want = |text: &str, item| {
                if text.trim().is_empty() {
                    missing.push(("/plan", item));
                }
            };
            want(&plan.objectives, "The audit's objectives");
            want(&plan.criteria, "The audit's criteria");
            want(&plan.scope, "The audit's scope");
            want(&plan.sites, "The places of the audit");
            want(plan.starts_on.as_deref().unwrap_or_default(), "The dates of the audit");
        }
    }
    if !facts.team.iter().any(|m| m.role == "lead_auditor") {
        missing.push(("", "The team, with its lead auditor"));
    }
    missing
}

/// The documented information of Stage 1 that nobody has checked, or whose version is not known.
fn unchecked(facts: &Facts) -> Vec<String> {
    let of = |item: &Item| facts.checks.iter().find(|check| check.item == item.key);
    let lacks = |item: &Item| match of(item) {
        None => Some(format!("Check of documented information: {}", item.title)),
        Some(check)
            if item.needs_version
                && check.result != "missing"
                && check.document_version.is_empty() =>
        {
            Some("The version of the statement of applicability".to_owned())
        }
        Some(_) => None,
    };
    facts.audit.standard.documented_information.iter().filter_map(lacks).collect()
}

/// Where what is written does not fit what was found: nonconformities wait for corrective action, and
/// nobody is ready for Stage 2 whose documented information is missing.
fn contradictions(facts: &Facts, text: &Text) -> Option<(&'static Rule, String)> {
    let open = facts
        .findings
        .iter()
        .any(|f| Grade::from_key(&f.grade).is_some_and(Grade::is_nonconformity));
    if open && text.recommendation() == Some(Recommendation::Recommend) {
        return Some((rulebook::AUD_6, "A recommendation that fits the nonconformities raised: after corrective action, or none".to_owned()));
    }
    let gone = facts
        .checks
        .iter()
        .find(|check| check.result == "missing")
        .and_then(|check| facts.audit.standard.item(&check.item));
    let gone = gone.filter(|_| text.readiness() == Some(Readiness::Ready))?;
    Some((
        rulebook::AUD_1,
        format!("A conclusion on readiness that fits what is missing: {}", gone.title),
    ))
}

fn rows(facts: &Facts) -> Vec<Row> {
    let row = |c: &super::content::Conclusion| Row {
        requirement: c.requirement.clone(),
        version: 1,
        conclusion: c.conclusion.clone(),
        methods: c.methods.clone(),
        evidence: c.evidence.clone(),
        who: c.who.clone(),
    };
    facts.conclusions.iter().map(row).collect()
}

/// The refusal that names everything missing, resting on the rule that all of it shares, or on AUD-6.
pub(super) fn refuse(missing: Vec<Missing>) -> Option<Refusal> {
    let first = missing.first()?;
    let rule =
        if missing.iter().all(|m| m.rule == first.rule) { first.rule } else { rulebook::AUD_6 };
    let items = missing.iter().map(|m| format!("{} ({})", m.item, m.rule.id));
    Some(
        rule.refuse(
            "The report is not complete.",
            "Complete what is named here; each is done on its own page of this audit.",
        )
        .missing(items),
    )
}
