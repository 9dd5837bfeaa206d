//! The tables behind a report: the audit's data, what was checked, and the conclusion on each requirement.

use super::report::{planned_days, team};
use certification::audits::checks::Completeness;
use certification::audits::conclusions::Conclusion;
use certification::countries;
use certification::reports::{Content, Edition};
use documents::Annex;
use web::page::{days, kept_moment};

/// The annexes of this edition; a table without rows is left out.
pub(super) fn of(content: &Content, edition: Edition) -> Vec<Annex> {
    if matches!(edition, Edition::Board | Edition::Procurement) {
        return Vec::new();
    }
    let all =
        [audit(content), checks(content), concerns(content), gaps(content), conclusions(content)];
    all.into_iter().filter(|annex| !annex.rows.is_empty()).collect()
}

fn table(title: &str, columns: &[(&str, u8)], rows: Vec<Vec<String>>) -> Annex {
    let columns = columns.iter().map(|(name, share)| ((*name).to_owned(), *share)).collect();
    Annex { title: title.to_owned(), columns, rows }
}

fn audit(content: &Content) -> Annex {
    let facts = &content.facts;
    let mut rows = vec![
        ("Client", facts.client.name.clone()),
        (
            "Address",
            [facts.client.address.as_str(), countries::name(&facts.client.country)].join("\n"),
        ),
        ("Certification body", facts.body.legal_name.clone()),
        ("Its address", [facts.body.address.as_str(), &facts.body.country].join("\n")),
        ("Standard", facts.audit.standard.to_string()),
    ];
    if let Some(plan) = &facts.plan {
        rows.extend([
            ("Objectives", plan.objectives.clone()),
            ("Criteria", plan.criteria.clone()),
            ("Scope", plan.scope.clone()),
            ("Places", plan.sites.clone()),
            ("Planned days", planned_days(content)),
            ("Audited remotely", plan.remote.clone()),
            ("By which means", plan.remote_means.clone()),
            ("Risks, and how they were met", plan.remote_risks.clone()),
            ("Accompanying persons", plan.accompanying.clone()),
        ]);
    }
    rows.extend([("Audit time", days(&facts.audit.half_days)), ("Team", team(content))]);
    for meeting in &facts.meetings {
        let open = match meeting.differences.as_str() {
            "" => String::new(),
            differences => format!("\nDifferences left open: {differences}"),
        };
        let held = format!("{}. {}{open}", kept_moment(&meeting.held_at), meeting.attended);
        rows.push((meeting.title(), held));
    }
    rows.retain(|(_, words)| !words.trim().is_empty());
    let rows = rows.into_iter().map(|(name, words)| vec![name.to_owned(), words]).collect();
    table("the audit", &[("Of the audit", 1), ("As it was", 3)], rows)
}

fn checks(content: &Content) -> Annex {
    let standard = content.facts.audit.standard;
    let rows = standard.documented_information.iter().flat_map(|item| {
        content.facts.checks.iter().filter(|check| check.item == item.key).map(|check| {
            let found = Completeness::from_key(&check.result).map_or("", Completeness::title);
            vec![
                item.title.clone(),
                found.to_owned(),
                check.document_version.clone(),
                check.note.clone(),
            ]
        })
    });
    let columns = [("Item", 3), ("Found", 0), ("Version", 0), ("Note", 3)];
    table("documented information checked", &columns, rows.collect())
}

fn concerns(content: &Content) -> Annex {
    let named = |requirement: &str| content.facts.audit.standard.named(requirement);
    let rows =
        content.facts.concerns.iter().map(|c| vec![named(&c.requirement), c.statement.clone()]);
    table("areas of concern named", &[("Requirement", 1), ("Concern", 2)], rows.collect())
}

fn gaps(content: &Content) -> Annex {
    let rows = content.facts.gaps.iter().map(|gap| vec![gap.name.clone(), gap.empty.join(", ")]);
    let columns = [("AI system", 1), ("Fields that are empty", 2)];
    table("incomplete entries of the AI-system register", &columns, rows.collect())
}

fn conclusions(content: &Content) -> Annex {
    let standard = content.facts.audit.standard;
    let rows = content.facts.conclusions.iter().map(|one| {
        let concluded = Conclusion::from_key(&one.conclusion).map_or("", Conclusion::title);
        let title = standard.title_of(&one.requirement).to_owned();
        vec![
            one.requirement.clone(),
            title,
            concluded.to_owned(),
            one.methods.join(", "),
            one.evidence.clone(),
        ]
    });
    let columns =
        [("No.", 0), ("Requirement", 4), ("Conclusion", 0), ("Methods", 2), ("Evidence", 6)];
    table("conclusions by requirement", &columns, rows.collect())
}
