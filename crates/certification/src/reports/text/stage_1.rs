//! What a Stage 1 report asks for (AUD-1, AUD-6).

use super::field::{AREA, Field, Shape, field};
use super::shared::{DEVIATIONS, REMOTE_USE, REPRESENTATIVE, SUMMARY, UNRESOLVED};

pub(super) static STAGE_1: [Field; 11] = [
    SUMMARY,
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
    REPRESENTATIVE,
    DEVIATIONS,
    field(
        "changes",
        "Changes since the application",
        AREA,
        "Of organisation, scope or {about}; if none, say so.",
    ),
    UNRESOLVED,
    REMOTE_USE,
];
