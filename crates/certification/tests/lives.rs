//! What docs/states.md says of a certificate after its grant: which case may be laid before a panel while it stands
//! how, what that panel may decide, and what happens by itself when something is overdue.

use certification::certificates::{Change, Life, Revision};
use certification::decisions::{CaseKind, Facts};
use certification::escalation::Step;
use certification::rulebook;
use std::fmt::Write;
use time::Date;
use time::macros::date;

const GRANTED: Date = date!(2026 - 03 - 02);
const EXPIRES: Date = date!(2029 - 03 - 02);

/// How a certificate may stand, on which day, and after what.
fn standings() -> [(&'static str, Life, Date); 6] {
    let life = |changes: &[&str]| Life {
        revisions: vec![Revision {
            revision: 1,
            outcome: "grant".into(),
            effective_on: GRANTED,
            expires_on: EXPIRES,
        }],
        changes: changes.iter().map(|status| changed(status)).collect(),
    };
    let meanwhile = date!(2027 - 06 - 01);
    [
        ("None yet", Life::default(), meanwhile),
        ("Valid", life(&[]), meanwhile),
        ("Suspended", life(&["suspended"]), meanwhile),
        ("Expired, up to six months ago", life(&[]), date!(2029 - 09 - 02)),
        ("Expired, longer ago", life(&[]), date!(2029 - 09 - 03)),
        ("Withdrawn", life(&["withdrawn"]), meanwhile),
    ]
}

fn changed(status: &str) -> Change {
    let suspended = status == "suspended";
    Change {
        status: status.to_owned(),
        from_on: date!(2027 - 05 - 01),
        reason_code: suspended.then(|| "persistent_failure".to_owned()),
        until_on: suspended.then_some(date!(2027 - 11 - 01)),
    }
}

/// Whether such a case may be laid while the certificate stands so, whatever else its file holds.
fn may_be_laid(kind: CaseKind, life: &Life, today: Date) -> Result<(), &'static str> {
    let about_life =
        [rulebook::CRT_2.id, rulebook::REC_3.id, rulebook::STA_1.id, rulebook::ORDER.id];
    let facts = Facts { life: life.clone(), ..Facts::default() };
    let missing = facts.missing(kind, today).to_open;
    match missing.iter().find(|item| about_life.contains(&item.rule.id)) {
        None => Ok(()),
        Some(item) => Err(item.rule.id),
    }
}

/// The tables, as the page has them.
pub fn page() -> String {
    let mut page = "\n## A certificate\n\nWhich case may be laid before a panel while it stands so; the rule that stands against the others.\n\n| it is |".to_owned();
    for kind in CaseKind::ALL {
        let _ = write!(page, " {} |", kind.title());
    }
    let _ = writeln!(page, "\n|{}", "---|".repeat(CaseKind::ALL.len() + 1));
    for (standing, life, today) in standings() {
        let cells = CaseKind::ALL.map(|kind| match may_be_laid(kind, &life, today) {
            Ok(()) => "laid".to_owned(),
            Err("ORDER") => "–".to_owned(),
            Err(rule) => format!("({rule})"),
        });
        let _ = writeln!(page, "| **{standing}** | {} |", cells.join(" | "));
    }
    page + &outcomes() + &by_itself()
}

fn outcomes() -> String {
    let mut page = "\n## What a panel may decide\n\n| case | question | outcomes | unanimous |\n|---|---|---|---|\n".to_owned();
    for kind in CaseKind::ALL {
        let all = kind.outcomes();
        let said = |only: &dyn Fn(&certification::decisions::Vote) -> bool| {
            let chosen = all.iter().filter(|vote| only(vote)).map(|vote| vote.decided(kind));
            chosen.collect::<Vec<_>>().join("; ")
        };
        let unanimous = said(&|vote| kind.is_positive(*vote));
        let _ = writeln!(
            page,
            "| **{}** | {} | {} | {unanimous} |",
            kind.title(),
            kind.question(),
            said(&|_| true)
        );
    }
    page
}

fn by_itself() -> String {
    let words = |step: &Step| match step {
        Step::Reminder180 => "a reminder 180 days before (of a recertification)",
        Step::Reminder90 => "one 90 days before (of a recertification)",
        Step::Reminder30 => "one 30 days before",
        Step::Warning => "a warning",
        Step::Proposal => "a proposal to suspend, laid before a panel",
    };
    let steps: Vec<_> = Step::ALL.iter().map(words).collect();
    format!(
        "\n## What happens by itself\n\nOf each last date that nothing was done about, in this order and each once: {}. Nothing of it changes a certificate.\n",
        steps.join("; ")
    )
}
