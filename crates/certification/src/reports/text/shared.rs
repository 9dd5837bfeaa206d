//! Fields that the reports of several kinds of audit ask for in the same words (AUD-6).

use super::field::{AREA, Field, Shape, field, inside, may_be_empty};

pub(super) const SUMMARY: Field = field(
    "summary",
    "Summary",
    Shape::Area(6),
    "What was looked at and what came of it, for a reader who reads nothing else.",
);

pub(super) const STRENGTHS: Field = may_be_empty(field(
    "strengths",
    "Strengths",
    AREA,
    "What the client does notably well. May stay empty.",
));

pub(super) const REPRESENTATIVE: Field = inside(field(
    "client_representative",
    "Client's representative",
    Shape::Line,
    "Name and position.",
));

pub(super) const CRITERIA: Field = field("criteria", "Audit criteria", AREA, "");

pub(super) const OBJECTIVES_MET: Field =
    field("objectives_met", "Audit objectives met", AREA, "Each objective: met, or why not.");

pub(super) const DEVIATIONS: Field =
    inside(field("deviations", "Deviations from the plan", AREA, "If there were none, say so."));

pub(super) const CONFORMITY: Field = field(
    "conformity",
    "Conformity and effectiveness",
    Shape::Area(6),
    "Does the management system conform, and does it reach what it is for?",
);

pub(super) const INTERNAL_AUDIT: Field = field(
    "internal_audit",
    "Internal audit and management review",
    AREA,
    "How far the client's own checking can be relied on.",
);

pub(super) const UNRESOLVED: Field = field(
    "unresolved",
    "Unresolved issues",
    AREA,
    "Differences that stayed open; if none, say so.",
);

pub(super) const SAMPLING: Field = field(
    "sampling",
    "Sampling",
    AREA,
    "An audit is a sample: what was sampled, and what that leaves open.",
);

pub(super) const MARKS: Field = field(
    "marks",
    "Use of marks",
    AREA,
    "How the client uses, or will use, certificate and marks.",
);

pub(super) const REMOTE_USE: Field = may_be_empty(field(
    "remote_use",
    "Remote means",
    AREA,
    "How far they were used, and how well they worked. May stay empty if nothing was audited remotely.",
));

pub(super) const REASONS: Field =
    field("recommendation_reasons", "Reasons for the recommendation", AREA, "");

pub(super) const PANEL_NOTE: Field = may_be_empty(inside(field(
    "panel_note",
    "Note for the panel",
    AREA,
    "For the panel only. May stay empty.",
)));
