//! What a Stage 1 report asks for (AUD-1, AUD-6).

use super::field::{AREA, Field, Shape, field, inside, may_be_empty};

pub(super) static STAGE_1: [Field; 11] = [
    field(
        "summary",
        "Summary",
        Shape::Area(6),
        "What was looked at and what came of it, for a reader who reads nothing else.",
    ),
    field(
        "documented_information",
        "Documented information",
        AREA,
        "Is it there, and is it complete? Completeness, not effectiveness.",
    ),
    field(
        "concerns",
        "Areas of concern",
        AREA,
        "What could become a nonconformity in Stage 2; if nothing, say so.",
    ),
    field("readiness", "Conclusion on readiness", Shape::Readiness, ""),
    field("readiness_reasons", "Reasons for the conclusion", AREA, ""),
    field(
        "programme",
        "Programme for Stage 2",
        AREA,
        "Where Stage 2 looks closer, with whom, and when.",
    ),
    inside(field(
        "client_representative",
        "Client's representative",
        Shape::Line,
        "Name and position.",
    )),
    inside(field("deviations", "Deviations from the plan", AREA, "If there were none, say so.")),
    field(
        "changes",
        "Changes since the application",
        AREA,
        "Of organisation, scope or AI systems; if none, say so.",
    ),
    field(
        "unresolved",
        "Unresolved issues",
        AREA,
        "Differences that stayed open; if none, say so.",
    ),
    may_be_empty(field(
        "remote_use",
        "Remote means",
        AREA,
        "How far they were used, and how well they worked. May stay empty if nothing was audited remotely.",
    )),
];
