//! What a new programme says of each audit, until the scheme manager writes something better.

use super::planned_decision;
use crate::audits::Kind;
use crate::cycle::of_decision;
use crate::standards::AIMS;
use time::{Date, Duration};

/// The objectives of an audit of this kind.
pub(super) fn objectives(kind: Kind) -> &'static str {
    match kind {
        Kind::Stage1 => {
            "Review the documented information of the AI management system, its scope, the statement of applicability and the register of AI systems. \
             Confirm that internal audit and management review are planned and carried out. \
             Judge whether the organisation is ready for Stage 2, and name areas of concern. Settle what Stage 2 needs."
        }
        Kind::Stage2 => {
            "Determine whether the AI management system conforms to every requirement of the standard and every applicable control, is in operation, and is effective: \
             policy and objectives, risk and impact assessment, operational control over the life cycle of the AI systems, monitoring, internal audit, management review, and legal duties."
        }
        Kind::Surveillance1 | Kind::Surveillance2 => {
            "Confirm that the AI management system goes on conforming and working: internal audit and management review, actions on earlier findings, complaints, \
             progress towards objectives and planned improvement, operational control, changes (of AI systems in particular), and use of marks. \
             Take the share of clauses and controls that falls to this audit."
        }
        Kind::Recertification => {
            "Evaluate that the AI management system as a whole still conforms and works, with its performance over the whole cycle, its continued fitness for the scope, \
             and the commitment to keep and improve it, in time for a decision before the attestation expires."
        }
        Kind::Special => "What it is for is said where it is added.",
    }
}

/// Against what is audited.
pub(super) fn criteria(kind: Kind, standard: &str) -> String {
    let part = match kind {
        Kind::Stage1 => "documented information and readiness",
        Kind::Stage2 | Kind::Recertification => {
            "all clauses and every control of the statement of applicability"
        }
        Kind::Surveillance1 | Kind::Surveillance2 => {
            "the fixed topics of surveillance, and the clauses and controls that fall to this audit"
        }
        Kind::Special => "the clauses and controls that its occasion touches",
    };
    format!(
        "{standard}: {part}. The organisation's own AI management system documents; the law and contracts that apply to its AI systems."
    )
}

/// How it is audited.
pub(super) fn methods(kind: Kind) -> &'static str {
    match kind {
        Kind::Stage1 => {
            "Review of documents; interviews with those who are responsible for the system; a look at sites and systems as far as readiness asks for it."
        }
        Kind::Stage2 | Kind::Recertification => {
            "Interviews with management and with the people of the AI life cycle; review of records; observation of work; tests of controls on a sample of AI systems."
        }
        Kind::Surveillance1 | Kind::Surveillance2 | Kind::Special => {
            "Interviews, review of records, observation, and tests of controls on a sample of what has changed."
        }
    }
}

/// The window of each audit of a cycle that begins now: Stage 1 two to eight weeks from today, Stage 2 four
/// to twenty; the others counted from the decision as planned.
pub(super) fn windows(today: Date, certificate_months: i32) -> Vec<(Kind, Date, Date)> {
    let weeks = |n: i64| today + Duration::weeks(n);
    let mut windows = vec![(Kind::Stage1, weeks(2), weeks(8)), (Kind::Stage2, weeks(4), weeks(20))];
    let dues = of_decision(planned_decision(weeks(20)), certificate_months);
    windows.extend(dues.into_iter().map(|due| (due.kind, due.opens_on, due.due_on)));
    windows
}

/// The clauses and controls that a new programme gives this audit: the headings in turn to one surveillance
/// and the other. The others take what their kind takes.
pub(super) fn takes(kind: Kind) -> Option<Vec<String>> {
    let turn = match kind {
        Kind::Surveillance1 => 0,
        Kind::Surveillance2 => 1,
        _ => return None,
    };
    let groups = AIMS.groups.iter().enumerate().filter(|(n, _)| n % 2 == turn);
    Some(groups.flat_map(|(_, group)| AIMS.in_group(&group.id)).map(|r| r.id.clone()).collect())
}
