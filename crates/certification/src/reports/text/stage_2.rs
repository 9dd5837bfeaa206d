//! What the report of a Stage 2, and of every later audit, asks for (AUD-6).

use super::field::{AREA, Field, Shape, field};
use super::judgement::About;
use super::shared::{
    CONFORMITY, CRITERIA, DEVIATIONS, INTERNAL_AUDIT, MARKS, OBJECTIVES_MET, PANEL_NOTE, REASONS,
    REMOTE_USE, REPRESENTATIVE, SAMPLING, STRENGTHS, SUMMARY, UNRESOLVED,
};

pub(super) static STAGE_2: [Field; 18] = concluding(About::Grant);
pub(super) static RECERTIFICATION: [Field; 18] = concluding(About::Renewal);
pub(super) static SPECIAL: [Field; 18] = concluding(About::Continuation);

const fn concluding(about: About) -> [Field; 18] {
    let scope = match about {
        About::Grant => "Does the scope applied for fit what was seen?",
        About::Continuation | About::Renewal => "Does the certified scope fit what was seen?",
    };
    [
        SUMMARY,
        STRENGTHS,
        REPRESENTATIVE,
        CRITERIA,
        OBJECTIVES_MET,
        field("scope_fits", "Whether the scope fits", AREA, scope),
        DEVIATIONS,
        CONFORMITY,
        INTERNAL_AUDIT,
        field("changes", "Changes since the last audit", AREA, "If none, say so."),
        UNRESOLVED,
        field(
            "earlier_findings",
            "Earlier findings",
            AREA,
            "What became of the areas of concern and of earlier findings.",
        ),
        SAMPLING,
        MARKS,
        REMOTE_USE,
        field("recommendation", "Recommendation", Shape::Recommendation(about), ""),
        REASONS,
        PANEL_NOTE,
    ]
}
