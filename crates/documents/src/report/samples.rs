//! Sample reports for tests and for looking at: each kind of audit, each edition, and one that strains the page.

use time::macros::date;

use super::{Annex, Finding, Part, Report};
use crate::attestation::samples::body;

/// Every sample, with its name.
pub fn all() -> [(&'static str, Report); 5] {
    [
        ("stage-2", stage_2()),
        ("board", board()),
        ("procurement", procurement()),
        ("stage-1", stage_1()),
        ("long", long()),
    ]
}

/// A whole report with two findings and its annexes.
pub fn stage_2() -> Report {
    Report {
        body: body(),
        title: "Stage 2 report".into(),
        edition: String::new(),
        holds: "The whole report, with what is for the certification body’s own file.".into(),
        client: "Lindqvist Diagnostics AB".into(),
        standard: "ISO/IEC 42001:2023".into(),
        reference: "HC-0042".into(),
        version: 1,
        correction: String::new(),
        replaced: false,
        issued_by: "Dr. Mara Lindgren".into(),
        issued_on: date!(2026 - 11 - 12),
        conclusion: "Certification is recommended after corrective action".into(),
        summary: summary(),
        counts: vec![
            ("major nonconformities".into(), 0),
            ("minor nonconformity".into(), 1),
            ("observation".into(), 1),
        ],
        facts: vec![
            pair(
                "Scope",
                "Development, provision and support of software that helps radiologists.",
            ),
            pair("Places", "Norra Hamngatan 14, Göteborg"),
            pair("Days", "9 November 2026 to 11 November 2026"),
            pair("Audit time", "5 days"),
            pair("Team", "Dr. Mara Lindgren, lead auditor; Tomasz Żak, technical expert"),
        ],
        answers: Vec::new(),
        findings: Some(vec![finding(1, "Minor nonconformity"), finding(2, "Observation")]),
        parts: vec![
            part("Strengths", "Model cards are written before a model is trained, not after."),
            part("Conformity and effectiveness", &summary()),
            part("Reasons for the recommendation", "One minor nonconformity.\nNo major."),
        ],
        annexes: annexes(),
        digest: [0x42; 32],
        demonstration: false,
    }
}

/// What the board reads: no evidence, no annexes.
pub fn board() -> Report {
    let mut r = stage_2();
    r.edition = "For the board".into();
    r.holds = "This edition holds what the audit came to, why, and what was found.".into();
    r.findings.iter_mut().flatten().for_each(|one| one.evidence.clear());
    r.annexes.clear();
    r
}

/// Questions and answers.
pub fn procurement() -> Report {
    let answers = vec![
        pair(
            "Which organisation was audited?",
            "Lindqvist Diagnostics AB, Norra Hamngatan 14, Göteborg",
        ),
        pair("By whom?", "Halden Certification AS, Storgata 8, 1771 Halden, Norway"),
        pair("What did the audit come to?", "Certification is recommended after corrective action"),
        pair("Is the organisation certified?", "Its certificate has the number HAL-AI-2026-0042."),
    ];
    Report {
        edition: "For a procurement questionnaire".into(),
        holds: "This edition answers what buyers ask about a supplier’s audit.".into(),
        summary: String::new(),
        facts: Vec::new(),
        answers,
        findings: None,
        parts: Vec::new(),
        annexes: Vec::new(),
        ..stage_2()
    }
}

/// A readiness review: no findings are raised in it.
pub fn stage_1() -> Report {
    Report {
        title: "Stage 1 report".into(),
        conclusion: "Ready for Stage 2".into(),
        counts: Vec::new(),
        findings: None,
        version: 2,
        correction: "The name of a site was wrong.".into(),
        demonstration: true,
        ..stage_2()
    }
}

/// A summary that no page holds, a table over many pages, and what no font draws.
pub fn long() -> Report {
    let mut r = stage_2();
    r.summary = [summary(), summary(), summary(), summary(), summary(), summary()].join("\n");
    r.client = "Żółw & Ñandú Robotics 東京 #panic() *A* 🙂".into();
    let row = |n: usize| {
        vec![n.to_string(), "Roles".into(), "Conforms".into(), "interview".into(), summary()]
    };
    r.annexes[1].rows = (1..40).map(row).collect();
    r.replaced = true;
    r
}

fn summary() -> String {
    "The management system was looked at from its context to its improvement, at the head office and in three \
     projects. People know what the policy asks of them, and show it in what they do.\n\
     Impact assessments are made for every AI system before it is released; one of them had not been looked at \
     again after the system changed. What is measured reaches those who decide, and decisions follow from it."
        .into()
}

fn pair(name: &str, words: &str) -> (String, String) {
    (name.into(), words.into())
}

fn part(title: &str, text: &str) -> Part {
    Part { title: title.into(), text: text.into() }
}

fn finding(number: usize, grade: &str) -> Finding {
    Finding {
        number: format!("F-{number}"),
        grade: grade.into(),
        against: "A.5.2 AI system impact assessment process".into(),
        statement:
            "The impact assessment of the triage model was not repeated after its retraining."
                .into(),
        evidence:
            "Assessment of 3 March 2026; model version 4.1 released on 20 August 2026; interview."
                .into(),
    }
}

fn annexes() -> Vec<Annex> {
    let audit = Annex {
        title: "the audit".into(),
        columns: vec![("Of the audit".into(), 1), ("As it was".into(), 3)],
        rows: vec![
            vec!["Objectives".into(), "Whether the system conforms and is effective.".into()],
            vec!["Criteria".into(), "ISO/IEC 42001:2023 and the client’s own documents.".into()],
        ],
    };
    let columns =
        [("No.", 0), ("Requirement", 4), ("Conclusion", 0), ("Methods", 2), ("Evidence", 6)];
    let row = vec![
        "4.1".into(),
        "Context".into(),
        "Conforms".into(),
        "document".into(),
        "Minutes.".into(),
    ];
    let conclusions = Annex {
        title: "conclusions by requirement".into(),
        columns: columns.map(|(name, share)| (name.to_owned(), share)).to_vec(),
        rows: vec![row],
    };
    vec![audit, conclusions]
}
