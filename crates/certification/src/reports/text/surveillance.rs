//! What the report of a surveillance asks for (AUD-6): each of the fixed topics has its conclusion (PRG-2).

use super::field::{AREA, Field, Shape, field, inside, may_be_empty};
use super::judgement::About;
use crate::audits::Kind;

pub(super) static SURVEILLANCE: [Field; 22] = [
    field(
        "summary",
        "Summary",
        Shape::Area(6),
        "What was looked at and what came of it, for a reader who reads nothing else.",
    ),
    may_be_empty(field(
        "strengths",
        "Strengths",
        AREA,
        "What the client does notably well. May stay empty.",
    )),
    inside(field(
        "client_representative",
        "Client's representative",
        Shape::Line,
        "Name and position.",
    )),
    field("criteria", "Audit criteria", AREA, ""),
    field("objectives_met", "Audit objectives met", AREA, "Each objective: met, or why not."),
    field(
        "scope_fits",
        "Whether the scope fits",
        AREA,
        "Does the certified scope fit what was seen?",
    ),
    inside(field("deviations", "Deviations from the plan", AREA, "If there were none, say so.")),
    field(
        "conformity",
        "Conformity and effectiveness",
        Shape::Area(6),
        "Does the management system conform, and does it reach what it is for?",
    ),
    field(
        "internal_audit",
        "Internal audit and management review",
        AREA,
        "How far the client's own checking can be relied on.",
    ),
    field(
        "changes",
        "Changes, of AI systems in particular",
        AREA,
        "Since the last audit, and what they mean for the system; if none, say so.",
    ),
    field("complaints", "Complaints", AREA, "What came in, and how the client dealt with it."),
    field("objectives", "Objectives", AREA, "How far the management system reaches them."),
    field("improvement", "Planned improvement", AREA, "How what was planned goes on."),
    field("operational_control", "Operational control", AREA, "That it goes on, and works."),
    field(
        "unresolved",
        "Unresolved issues",
        AREA,
        "Differences that stayed open; if none, say so.",
    ),
    field(
        "earlier_findings",
        "Earlier findings",
        AREA,
        "What became of each, and whether the actions work.",
    ),
    field(
        "sampling",
        "Sampling",
        AREA,
        "An audit is a sample: what was sampled, and what that leaves open.",
    ),
    field(
        "marks",
        "Use of marks",
        AREA,
        "How the client uses, or will use, certificate and marks.",
    ),
    may_be_empty(field(
        "remote_use",
        "Remote means",
        AREA,
        "How far they were used, and how well they worked. May stay empty if nothing was audited remotely.",
    )),
    field("recommendation", "Recommendation", Shape::Recommendation(About::Continuation), ""),
    field("recommendation_reasons", "Reasons for the recommendation", AREA, ""),
    may_be_empty(inside(field(
        "panel_note",
        "Note for the panel",
        AREA,
        "For the panel only. May stay empty.",
    ))),
];

/// The topics that every surveillance takes, whatever else falls to it, by the field that concludes on each.
static FIXED_TOPICS: [&str; 8] = [
    "internal_audit",
    "earlier_findings",
    "complaints",
    "objectives",
    "improvement",
    "operational_control",
    "changes",
    "marks",
];

/// Whether this field concludes on a fixed topic of this kind of audit (PRG-2).
pub(in crate::reports) fn is_fixed_topic(kind: Kind, key: &str) -> bool {
    kind.is_surveillance() && FIXED_TOPICS.contains(&key)
}
