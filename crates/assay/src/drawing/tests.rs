//! What an edition of a report says, and what it must never say.

use super::report;
use certification::certificates::Issuer;
use certification::reports::{Content, Edition, Printed};
use documents::Report;
use serde_json::json;

const URL: &str = "https://assay.example";

/// A Stage 2 report whose every field says its own name, with what is for the body alone among them.
fn printed(kind: &str) -> Printed {
    let content = json!({
        "format": "assay-report-v1", "version": 2, "correction": "A name was wrong.",
        "issued_by": "Mara Lindgren", "issued_on": "2026-11-12",
        "facts": {
            "body": {"name": "Thames", "legal_name": "Thames Ltd", "address": "1 Quay\nLondon", "country": "United Kingdom"},
            "client": {"name": "Marlow Ltd", "address": "2 Lane", "country": "United Kingdom", "scope": "Scoring"},
            "audit": {"reference": "TA-0007", "standard": "ISO/IEC 42001:2023", "kind": kind, "cycle": 1, "half_days": 9,
                "objectives": "o", "criteria": "c", "methods": "m"},
            "plan": {"objectives": "o", "criteria": "c", "scope": "Fraud scoring", "sites": "London", "starts_on": "2026-11-09",
                "ends_on": "2026-11-11", "duration": "d", "remote": "Interviews.", "remotely": "yes", "remote_means": "Video",
                "remote_risks": "r", "accompanying": ""},
            "team": [{"name": "Mara Lindgren", "role": "lead_auditor"}],
            "meetings": [{"kind": "opening", "held_at": "2026-11-09T09:00:00Z", "attended": "Everyone", "differences": ""}],
            "checks": [], "concerns": [], "gaps": [],
            "conclusions": [{"requirement": "4.1", "conclusion": "conforms", "methods": ["document"], "evidence": "Minutes", "who": "Mara"}],
            "findings": [{"number": 1, "requirement": "6.1.2", "grade": "minor", "statement": "Not repeated", "evidence": "Seen in May", "raised_by": "Mara"}]
        },
        "text": {"summary": "says-summary", "strengths": "says-strengths", "conformity": "says-conformity",
            "recommendation": "after_corrective_action", "recommendation_reasons": "says-reasons", "readiness": "ready",
            "sampling": "says-sampling", "deviations": "inside-deviations", "panel_note": "inside-note",
            "client_representative": "inside-representative"}
    });
    let content: Content = serde_json::from_value(content).expect("a report");
    let body = Issuer {
        name: "Thames".into(),
        legal_name: "Thames Ltd".into(),
        address: "1 Quay\nLondon".into(),
        country: "United Kingdom".into(),
        website: String::new(),
        mark: "TA".into(),
        colour: "#17365c".into(),
    };
    let number = Some("TA-AIMS-2026-0007".to_owned());
    Printed { content, digest: vec![7; 32], replaced: false, body, slug: "thames".into(), number }
}

fn sheet(printed: &Printed, edition: Edition, url: &str) -> Report {
    report::sheet(printed, edition, url).expect("a sheet")
}

fn said(r: &Report) -> String {
    serde_json::to_string(r).expect("words")
}

#[test]
fn what_is_for_the_body_alone_is_in_the_whole_report_alone() {
    let printed = printed("stage_2");
    let inside = |edition| said(&sheet(&printed, edition, URL)).matches("inside-").count();
    assert_eq!(Edition::ALL.map(inside), [3, 0, 0, 0]);
}

#[test]
fn the_board_reads_a_page_and_the_findings_without_evidence_or_annexes() {
    let sheet = sheet(&printed("stage_2"), Edition::Board, URL);
    assert_eq!(sheet.conclusion, "Certification is recommended after corrective action");
    assert_eq!(sheet.summary, "says-summary");
    let findings = sheet.findings.as_deref().expect("findings");
    assert_eq!((findings.len(), findings[0].evidence.as_str()), (1, ""));
    assert_eq!(findings[0].grade, "Minor nonconformity");
    assert!(sheet.annexes.is_empty() && !said(&sheet).contains("says-sampling"));
    assert!(said(&sheet).contains("says-reasons"));
}

#[test]
fn a_regulator_reads_the_evidence_and_the_conclusion_on_each_requirement() {
    let sheet = sheet(&printed("stage_2"), Edition::Regulator, URL);
    assert!(sheet.findings.as_deref().is_some_and(|all| all[0].evidence == "Seen in May"));
    let titles: Vec<_> = sheet.annexes.iter().map(|annex| annex.title.as_str()).collect();
    assert_eq!(titles, ["the audit", "conclusions by requirement"]);
    for words in ["says-sampling", "Minutes", "9 November 2026, 09:00 UTC", "4.5 days"] {
        assert!(said(&sheet).contains(words), "{words}");
    }
}

#[test]
fn a_questionnaire_is_answered_from_the_report_and_sends_on_to_the_register() {
    let sheet = sheet(&printed("stage_2"), Edition::Procurement, URL);
    let answer = |asked: &str| {
        let found = sheet.answers.iter().find(|(question, _)| question.contains(asked));
        found.map_or_else(|| panic!("{asked} is not asked"), |(_, answer)| answer.as_str())
    };
    assert_eq!(answer("Which organisation"), "Marlow Ltd, 2 Lane, United Kingdom");
    assert_eq!(answer("By whom"), "Thames Ltd, 1 Quay, London, United Kingdom");
    assert!(
        answer("How many findings").starts_with("0 major nonconformities, 1 minor nonconformity")
    );
    assert_eq!(answer("remotely"), "Interviews. By means of: Video");
    assert!(answer("certified").ends_with("https://assay.example/verify/TA-AIMS-2026-0007"));
    assert!(!said(&sheet).contains("Seen in May") && !said(&sheet).contains("Not repeated"));
}

#[test]
fn a_stage_1_counts_no_findings_and_concludes_on_readiness() {
    let sheet = sheet(&printed("stage_1"), Edition::Board, URL);
    assert_eq!(
        (sheet.title.as_str(), sheet.conclusion.as_str()),
        ("Stage 1 report", "Ready for Stage 2")
    );
    assert!(sheet.counts.is_empty() && sheet.findings.is_none());
}

/// The client's room cuts the report before it comes here: what was not published is not known to be missing.
#[test]
fn what_was_not_published_leaves_no_heading_behind() {
    let mut printed = printed("stage_2");
    printed.content.text =
        serde_json::from_value(json!({"summary": "says-summary"})).expect("text");
    printed.content.facts.conclusions.clear();
    printed.number = None;
    let regulator = sheet(&printed, Edition::Regulator, URL);
    assert!(regulator.parts.is_empty() && regulator.conclusion.is_empty());
    let asked = sheet(&printed, Edition::Procurement, URL).answers;
    assert!(!asked.iter().any(|(question, _)| question.contains("come to")));
    assert!(asked.iter().any(|(_, answer)| answer.contains("no certificate has been granted")));
}

#[test]
fn a_report_without_its_digest_or_date_is_not_printed() {
    let mut without = printed("stage_2");
    without.digest.pop();
    assert!(report::sheet(&without, Edition::Whole, URL).is_err());
    let mut undated = printed("stage_2");
    undated.content.issued_on = "soon".into();
    assert!(report::sheet(&undated, Edition::Whole, URL).is_err());
}
