//! What a plan lacks before it can be sent (PLN-1), its remote part too (PLN-3).

use super::reads::Plan;
use crate::error::{Refusal, Result};
use crate::rulebook;
use uuid::Uuid;

/// Names whatever a plan lacks (PLN-1).
pub(super) fn complete(plan: &Plan, auditors: &[Uuid]) -> Result<(), Refusal> {
    let mut missing = texts_lack(plan);
    if plan.version == 0 {
        missing.push("a saved plan".to_owned());
    }
    match (plan.starts_on, plan.ends_on) {
        (Some(from), Some(to)) => missing.extend(interviews_lack(plan, auditors, from, to)),
        _ => missing.push("first and last day".to_owned()),
    }
    if plan.interviews.is_empty() {
        missing.push("interviews with times".to_owned());
    }
    if plan.requests.is_empty() {
        missing.push("documents asked for".to_owned());
    }
    if !missing.is_empty() {
        return Err(rulebook::PLN_1
            .refuse("The plan is not complete.", "Add what is missing, save it, and send it then.")
            .missing(missing));
    }
    remote_part(plan)
}

/// PLN-3: what is audited remotely has its means, and its risks with how they are met; the client agrees to
/// them with the plan.
fn remote_part(plan: &Plan) -> Result<(), Refusal> {
    let lacks = |text: &str, what| text.trim().is_empty().then_some(what);
    let missing: Vec<&str> = match plan.remotely.as_str() {
        "yes" => [
            lacks(&plan.remote, "which part is audited remotely"),
            lacks(&plan.remote_means, "by which means"),
            lacks(&plan.remote_risks, "which risks that brings, and how they are met"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        "no" => Vec::new(),
        _ => vec!["whether anything is audited remotely"],
    };
    if missing.is_empty() {
        return Ok(());
    }
    Err(rulebook::PLN_3
        .refuse(
            "The plan does not say enough about what is audited remotely.",
            "Add it, or say that nothing is; then save the plan and send it.",
        )
        .missing(missing))
}

fn texts_lack(plan: &Plan) -> Vec<String> {
    [
        ("objectives", &plan.objectives),
        ("criteria", &plan.criteria),
        ("scope with units and processes", &plan.scope),
        ("sites, temporary and remote ones too", &plan.sites),
        ("expected duration", &plan.duration),
        ("how to communicate during the audit", &plan.communication),
        ("accompanying persons, or that there are none", &plan.accompanying),
    ]
    .into_iter()
    .filter(|(_, text)| text.is_empty())
    .map(|(what, _)| what.to_owned())
    .collect()
}

fn interviews_lack(
    plan: &Plan,
    auditors: &[Uuid],
    from: time::Date,
    to: time::Date,
) -> Vec<String> {
    let mut lack = Vec::new();
    for (n, interview) in plan.interviews.iter().enumerate() {
        if interview.day < from || interview.day > to {
            lack.push(format!("a day within the audit for the interview “{}”", interview.topic));
        }
        if !auditors.contains(&interview.auditor_id) {
            lack.push(format!(
                "an auditor of the present team for the interview “{}”",
                interview.topic
            ));
        }
        if plan.interviews[..n].iter().any(|earlier| earlier.clashes(interview)) {
            lack.push(format!(
                "a time for “{}” at which {} is free",
                interview.topic, interview.auditor
            ));
        }
    }
    lack
}
