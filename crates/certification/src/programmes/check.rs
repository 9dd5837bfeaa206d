//! What a programme lacks before it can be put in force: pure (PRG-1).

use super::{Planned, Programme};
use crate::audit_time::{Determination, in_days};
use crate::audits::Kind;
use crate::cycle::{self, Deadline, expiry, in_words, months_after};
use crate::rulebook::{self, Rule};
use time::{Date, Duration};

/// From the end of Stage 2's window to the decision, as planned.
const TO_DECISION: Duration = Duration::weeks(6);

/// The day of the decision as the programme plans it, six weeks after Stage 2's window ends.
pub fn planned_decision(stage_2_ends: Date) -> Date {
    stage_2_ends + TO_DECISION
}

/// Everything that is missing or does not fit, item by item; empty when the programme covers the cycle. A decision
/// that has begun the cycle has set last dates.
pub fn lacking(programme: &Programme, time: &Determination, deadlines: &[Deadline]) -> Vec<String> {
    let mut lacking = Vec::new();
    let decision = programme.audit(Kind::Stage2).map(|audit| planned_decision(audit.window_to));
    for kind in kinds(programme, decision, has_begun(programme, deadlines)) {
        match programme.audit(kind) {
            None => lacking.push(format!("{}: the audit itself", kind.title())),
            Some(audit) => lacking_in(audit, determined(time, kind), &mut lacking),
        }
    }
    order(programme, &mut lacking);
    if let Some(decision) = decision {
        after_decision(programme, decision, &mut lacking);
    }
    lacking
}

/// The audits that a cycle must have: those of the usual cycle, less a surveillance that a shorter
/// attestation leaves no room for.
fn kinds(programme: &Programme, decision: Option<Date>, begun: bool) -> Vec<Kind> {
    let own = || programme.audits.iter().map(|audit| audit.kind);
    let Some(decision) = decision else {
        if !begun {
            return Kind::OF_CYCLE.to_vec();
        }
        // A renewal or a transfer was decided already: its own dates say which audits there are, and this one always.
        let others = own().filter(|kind| *kind != Kind::Recertification);
        return others.chain([Kind::Recertification]).collect();
    };
    let later =
        cycle::of_decision(decision, programme.certificate_months).into_iter().map(|due| due.kind);
    [Kind::Stage1, Kind::Stage2].into_iter().chain(later).collect()
}

/// Whether a decision has begun the programme's cycle, and set its last dates.
fn has_begun(programme: &Programme, deadlines: &[Deadline]) -> bool {
    deadlines.iter().any(|due| due.cycle == programme.cycle)
}

/// The time determined for an audit of this kind.
pub(super) fn determined(time: &Determination, kind: Kind) -> i32 {
    match kind {
        Kind::Stage1 => time.stage_1_half_days,
        Kind::Stage2 => time.stage_2_half_days,
        Kind::Surveillance1 | Kind::Surveillance2 => time.surveillance_half_days,
        Kind::Recertification => time.recertification_half_days,
        // Nobody determined it beforehand: the days are given where it is added.
        Kind::Special => 0,
    }
}

fn lacking_in(audit: &Planned, determined: i32, lacking: &mut Vec<String>) {
    let title = audit.kind.title();
    for (what, text) in [
        ("objectives", &audit.objectives),
        ("criteria", &audit.criteria),
        ("methods", &audit.methods),
    ] {
        if text.trim().is_empty() {
            lacking.push(format!("{title}: {what}"));
        }
    }
    if audit.half_days < determined {
        lacking.push(format!(
            "{title}: {} instead of the {} determined",
            in_days(audit.half_days),
            in_days(determined)
        ));
    }
    if audit.window_from > audit.window_to {
        lacking.push(format!("{title}: a window that ends after it begins"));
    }
}

/// Stage 1 is not planned to end after Stage 2.
fn order(programme: &Programme, lacking: &mut Vec<String>) {
    if let Some((one, two)) = programme.audit(Kind::Stage1).zip(programme.audit(Kind::Stage2))
        && (one.window_to > two.window_to || one.window_from > two.window_from)
    {
        lacking.push("Stage 2: a window that begins and ends after Stage 1's".to_owned());
    }
}

/// What ends too late, with the rule that says so (SRV-1, SRV-2, REC-1): by the last dates that
/// a decision has set; before one, counted from the planned decision.
pub(super) fn too_late(
    programme: &Programme,
    deadlines: &[Deadline],
) -> Vec<(&'static Rule, String)> {
    last_dates(programme, deadlines)
        .into_iter()
        .filter_map(|(kind, last)| Some((rule_of(kind)?, programme.audit(kind)?, last)))
        .filter(|(_, audit, last)| audit.window_to > *last)
        .map(|(rule, audit, last)| {
            let what = format!("{}: a window that ends by {}", audit.kind.title(), in_words(last));
            (rule, what)
        })
        .collect()
}

fn last_dates(programme: &Programme, deadlines: &[Deadline]) -> Vec<(Kind, Date)> {
    if has_begun(programme, deadlines) {
        let of_cycle = deadlines.iter().filter(|due| due.cycle == programme.cycle);
        return of_cycle.map(|due| (due.kind, due.due_on)).collect();
    }
    let Some(stage_2) = programme.audit(Kind::Stage2) else { return Vec::new() };
    let decision = planned_decision(stage_2.window_to);
    vec![
        (Kind::Surveillance1, months_after(decision, 12)),
        (Kind::Surveillance2, months_after(decision, 24)),
        (Kind::Recertification, expiry(decision, programme.certificate_months)),
    ]
}

fn rule_of(kind: Kind) -> Option<&'static Rule> {
    match kind {
        Kind::Surveillance1 => Some(rulebook::SRV_1),
        Kind::Surveillance2 => Some(rulebook::SRV_2),
        Kind::Recertification => Some(rulebook::REC_1),
        _ => None,
    }
}

/// What follows the decision is planned after it.
fn after_decision(programme: &Programme, decision: Date, lacking: &mut Vec<String>) {
    for kind in [Kind::Surveillance1, Kind::Surveillance2, Kind::Recertification] {
        if programme.audit(kind).is_some_and(|audit| audit.window_from <= decision) {
            lacking.push(format!(
                "{}: a window that begins after the planned decision on {}",
                kind.title(),
                in_words(decision)
            ));
        }
    }
}
