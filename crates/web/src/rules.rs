//! The register of rules in words for a page: by subject, with how often each rule bit.

use certification::enforcement::Bite;
use certification::rulebook::{self, Rule};
use std::collections::HashMap;

/// The rules of one subject, in the rulebook's order.
pub(crate) struct Subject {
    pub(crate) title: &'static str,
    pub(crate) rules: Vec<Line>,
}

/// One rule with how often it bit.
pub(crate) struct Line {
    pub(crate) rule: &'static Rule,
    pub(crate) bite: Bite,
}

impl Line {
    /// The anchor of the rule on the page: "imp-1".
    pub(crate) fn anchor(&self) -> String {
        self.rule.id.to_lowercase()
    }
}

/// The letters before a rule's number, and what they are about.
const SUBJECTS: [(&str, &str); 20] = [
    ("IMP", "Impartiality"),
    ("CMP", "Competence"),
    ("APP", "Application, review, agreement"),
    ("TIM", "Audit time and fee"),
    ("PRG", "Programme"),
    ("PLN", "Plan"),
    ("AUD", "Stage 1 and Stage 2"),
    ("FND", "Findings and corrective action"),
    ("DEC", "The independent decision"),
    ("CRT", "The attestation"),
    ("PUB", "What is public"),
    ("SRV", "Surveillance"),
    ("REC", "Recertification"),
    ("STA", "Suspension and what follows"),
    ("TRF", "Transfers"),
    ("SPC", "Special audits"),
    ("CAP", "Complaints and appeals"),
    ("RET", "Records"),
    ("TEN", "One body apart from another"),
    ("EXT", "Outside registers"),
];

/// The whole register, by subject.
pub(crate) fn by_subject(bites: &HashMap<String, Bite>) -> Vec<Subject> {
    let line =
        |rule: &&'static Rule| Line { rule, bite: bites.get(rule.id).copied().unwrap_or_default() };
    let rules = |letters: &str| {
        rulebook::ALL.iter().filter(|rule| rule.id.starts_with(letters)).map(line).collect()
    };
    SUBJECTS
        .into_iter()
        .map(|(letters, title)| Subject { title, rules: rules(letters) })
        .filter(|subject| !subject.rules.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_register_is_on_the_page_once_and_in_its_order() {
        let page = by_subject(&HashMap::new());
        let shown: Vec<_> =
            page.iter().flat_map(|subject| &subject.rules).map(|line| line.rule.id).collect();
        let all: Vec<_> = rulebook::ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(shown, all);
    }
}
