//! What the report of a surveillance asks for (AUD-6): each of the fixed topics has its conclusion (PRG-2).

use super::field::{AREA, Field, Shape, field};
use super::judgement::About;
use super::shared::{
    CONFORMITY, CRITERIA, DEVIATIONS, INTERNAL_AUDIT, MARKS, OBJECTIVES_MET, PANEL_NOTE, REASONS,
    REMOTE_USE, REPRESENTATIVE, SAMPLING, STRENGTHS, SUMMARY, UNRESOLVED,
};
use crate::audits::Kind;

pub(super) static SURVEILLANCE: [Field; 22] = [
    SUMMARY,
    STRENGTHS,
    REPRESENTATIVE,
    CRITERIA,
    OBJECTIVES_MET,
    field(
        "scope_fits",
        "Whether the scope fits",
        AREA,
        "Does the certified scope fit what was seen?",
    ),
    DEVIATIONS,
    CONFORMITY,
    INTERNAL_AUDIT,
    field(
        "changes",
        "Changes",
        AREA,
        "Since the last audit, of {about} in particular, and what they mean for the system; if none, say so.",
    ),
    field("complaints", "Complaints", AREA, "What came in, and how the client dealt with it."),
    field("objectives", "Objectives", AREA, "How far the management system reaches them."),
    field("improvement", "Planned improvement", AREA, "How what was planned goes on."),
    field("operational_control", "Operational control", AREA, "That it goes on, and works."),
    UNRESOLVED,
    field(
        "earlier_findings",
        "Earlier findings",
        AREA,
        "What became of each, and whether the actions work.",
    ),
    SAMPLING,
    MARKS,
    REMOTE_USE,
    field("recommendation", "Recommendation", Shape::Recommendation(About::Continuation), ""),
    REASONS,
    PANEL_NOTE,
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
