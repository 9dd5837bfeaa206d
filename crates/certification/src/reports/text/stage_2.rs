//! What the report of a Stage 2, and of every later audit, asks for (AUD-6).

use super::field::{AREA, Field, Shape, field, inside, may_be_empty};
use super::judgement::About;

pub(super) static STAGE_2: [Field; 18] = concluding(About::Grant);
pub(super) static RECERTIFICATION: [Field; 18] = concluding(About::Renewal);
pub(super) static SPECIAL: [Field; 18] = concluding(About::Continuation);

const fn concluding(about: About) -> [Field; 18] {
    let scope = match about {
        About::Grant => "Does the scope applied for fit what was seen?",
        About::Continuation | About::Renewal => "Does the certified scope fit what was seen?",
    };
    [
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
        field("scope_fits", "Whether the scope fits", AREA, scope),
        inside(field(
            "deviations",
            "Deviations from the plan",
            AREA,
            "If there were none, say so.",
        )),
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
        field("changes", "Changes since the last audit", AREA, "If none, say so."),
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
            "What became of the areas of concern and of earlier findings.",
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
        field("recommendation", "Recommendation", Shape::Recommendation(about), ""),
        field("recommendation_reasons", "Reasons for the recommendation", AREA, ""),
        may_be_empty(inside(field(
            "panel_note",
            "Note for the panel",
            AREA,
            "For the panel only. May stay empty.",
        ))),
    ]
}
