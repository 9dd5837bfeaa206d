//! What a new programme says of each audit, until the scheme manager writes something better.

use super::planned_decision;
use crate::audits::Kind;
use crate::cycle::of_decision;
use crate::standards::{Scheme, Standard, Words};
use time::{Date, Duration};

/// The objectives of an audit of this kind.
pub(super) fn objectives(kind: Kind, standard: Scheme) -> &'static str {
    match words(kind, standard) {
        Some(words) => &words.objectives,
        None => "What it is for is said where it is added.",
    }
}

/// Against what is audited.
pub(super) fn criteria(kind: Kind, standard: &Standard) -> String {
    let (all, parts) = (standard.statement_of_applicability, standard.parts());
    let part = match kind {
        Kind::Stage1 => "documented information and readiness".to_owned(),
        Kind::Stage2 | Kind::Recertification if all => {
            "all clauses and every control of the statement of applicability".to_owned()
        }
        Kind::Stage2 | Kind::Recertification => format!("all {parts}"),
        Kind::Surveillance1 | Kind::Surveillance2 => {
            format!("the fixed topics of surveillance, and the {parts} that fall to this audit")
        }
        Kind::Special => format!("the {parts} that its occasion touches"),
    };
    format!("{standard}: {part}. {}", standard.criteria)
}

/// How it is audited; a special audit like a surveillance.
pub(super) fn methods(kind: Kind, standard: Scheme) -> &'static str {
    &words(kind, standard).unwrap_or(&standard.audits.surveillance).methods
}

/// What the scheme says of an audit of this kind; nothing of a special one.
fn words(kind: Kind, standard: Scheme) -> Option<&'static Words> {
    match kind {
        Kind::Stage1 => Some(&standard.audits.stage_1),
        Kind::Stage2 => Some(&standard.audits.stage_2),
        Kind::Surveillance1 | Kind::Surveillance2 => Some(&standard.audits.surveillance),
        Kind::Recertification => Some(&standard.audits.recertification),
        Kind::Special => None,
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
pub(super) fn takes(kind: Kind, standard: &Standard) -> Option<Vec<String>> {
    let turn = match kind {
        Kind::Surveillance1 => 0,
        Kind::Surveillance2 => 1,
        _ => return None,
    };
    let groups = standard.groups.iter().enumerate().filter(|(n, _)| n % 2 == turn);
    Some(groups.flat_map(|(_, group)| standard.in_group(&group.id)).map(|r| r.id.clone()).collect())
}
