//! The shipped schemes, and one that is nothing but data.

use super::*;
use crate::audit_time;

fn of(name: &str) -> Scheme {
    named(name).expect("shipped")
}

fn aims() -> Scheme {
    of("ISO/IEC 42001:2023")
}

/// How many controls stand under each heading of the annex.
fn by_group(standard: &Standard) -> Vec<(&str, usize)> {
    let count = |group: &'_ Group| standard.in_group(&group.id).count();
    standard.control_groups().map(|group| (group.id.as_str(), count(group))).collect()
}

#[test]
fn iso_iec_42001_has_its_38_controls_and_no_objective_among_them() {
    assert_eq!((aims().controls().count(), aims().groups.len()), (38, 7 + 9));
    assert!(aims().requirement("A.2.1").is_none() && aims().requirement("6.1").is_none());
    assert_eq!(aims().requirement("A.10.2").map(|r| r.group.as_str()), Some("A.10"));
    assert_eq!(aims().requirement("6.1.2").map(|r| r.group.as_str()), Some("6"));
}

#[test]
fn iso_iec_27001_has_its_93_controls_under_four_headings() {
    let isms = of("ISO/IEC 27001:2022");
    assert_eq!(isms.controls().count(), 93);
    assert_eq!(by_group(isms), [("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)]);
    let last = |group| isms.in_group(group).last().map(|r| r.id.as_str());
    assert_eq!(last("A.5").zip(last("A.8")), Some(("A.5.37", "A.8.34")));
    assert!(isms.requirement("A.5.1").is_some(), "it is a control here, and no objective");
    assert!(isms.statement_of_applicability && !isms.concerns_ai);
}

#[test]
fn iso_9001_has_clauses_only() {
    let qms = of("ISO 9001:2015");
    assert_eq!((qms.controls().count(), qms.groups.len()), (0, 7));
    assert!(qms.requirement("8.5.1").is_some() && qms.requirement("8.5").is_none());
    assert!(!qms.statement_of_applicability && !qms.concerns_ai);
    assert!(qms.documented_information.iter().all(|item| !item.needs_version));
}

#[test]
fn what_is_no_requirement_is_said_with_its_reason() {
    for objective in ["A.2.1", "A.3.1", "A.6.1.1", "A.6.2.1", "A.10.1"] {
        assert!(aims().requirement(objective).is_none());
        assert!(aims().why_not(objective).contains("objective"), "{objective}");
    }
    for heading in ["6", "6.1", "9.2", "A.2", "A.6", "A.6.1"] {
        assert!(aims().requirement(heading).is_none());
        assert!(aims().why_not(heading).contains("heading"), "{heading}");
    }
    for standard in all() {
        assert!(standard.why_not("11.4").contains("no clause"));
        assert!(standard.why_not("").contains("without a number"));
    }
}

#[test]
fn each_scheme_is_whole() {
    for one in all() {
        let under: usize = one.groups.iter().map(|g| one.in_group(&g.id).count()).sum();
        assert_eq!(under, one.requirements.len(), "{one}: each requirement lies under a heading");
        assert!(one.objectives.iter().all(|id| one.requirement(id).is_none()), "{one}");
        let letters = one.letters.chars().all(|c| c.is_ascii_uppercase());
        assert!(letters && (2..=5).contains(&one.letters.len()), "{one}: {}", one.letters);
        let versioned = one.documented_information.iter().any(|item| item.needs_version);
        assert_eq!(versioned, one.statement_of_applicability, "{one}");
        assert!(!one.audit_time_tables.is_empty(), "{one}: no audit without a table of audit time");
        for key in &one.audit_time_tables {
            assert!(audit_time::shipped().iter().any(|table| table.key == *key), "{one}: {key}");
        }
    }
    let mut letters: Vec<_> = all().iter().map(|one| &one.letters).collect();
    letters.sort();
    letters.dedup();
    assert_eq!(letters.len(), all().len(), "a number says which scheme it is of");
}

/// A scheme that nobody has written a line of code for: read and looked up like those that are shipped.
#[test]
fn a_scheme_added_as_data_needs_no_code() {
    let words = r#"{"objectives": "Look.", "methods": "Ask."}"#;
    let text = format!(
        r#"{{"standard": "BS 1:2031", "note": "made up", "letters": "TMS", "system": "tea management system",
         "attested_as": "a tea management system", "concerns_ai": false, "about": "teas", "incident": "A tea gone cold", "statement_of_applicability": true,
         "fields_of_knowledge": [{{"key": "leaves", "title": "Leaves"}}], "audit_time_tables": ["iaf-md-5"],
         "documented_information": [{{"key": "statement", "title": "Statement of applicability", "needs_version": true}}],
         "documents_asked": {{"stage_1": [{{"title": "Recipes", "why": "What it rests on"}}], "later": []}},
         "audits": {{"stage_1": {words}, "stage_2": {words}, "surveillance": {words}, "recertification": {words}}},
         "criteria": "The house's own recipes.", "objectives": ["A.1.1"],
         "clauses": [{{"id": "4", "title": "Water"}}, {{"id": "4.1", "title": "Boiling"}}, {{"id": "5", "title": "Pot"}}],
         "annex_a_groups": [{{"id": "A.1", "title": "Cups"}}], "annex_a_controls": [{{"id": "A.1.2", "title": "Warmed"}}]}}"#
    );
    let read = Standards::read(&[&text]).expect("read as the shipped ones are");
    let tea = read.named("BS 1:2031").expect("found by its name");
    let ids: Vec<_> = tea.requirements.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["4.1", "5", "A.1.2"]);
    assert_eq!(tea.named("A.1.2"), "A.1.2 Warmed");
    assert!(tea.why_not("A.1.1").contains("objective") && tea.why_not("4").contains("heading"));
    assert_eq!(tea.item("statement").map(|item| item.needs_version), Some(true));
    assert_eq!((tea.parts(), tea.control_groups().count()), ("clauses and controls", 1));
    let twice = text.replace("\"note\"", "\"nota\"");
    assert!(
        Standards::read(&[&twice]).is_err(),
        "a field that is none is found at the test, not at night"
    );
}
