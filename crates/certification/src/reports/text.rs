//! What people write in a report: its fields by kind of audit, with what each asks for (AUD-6).

use crate::audits::Kind;
use std::collections::BTreeMap;

/// Whether the client is ready for Stage 2 (AUD-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    Ready,
    NotReady,
}

impl Readiness {
    pub const ALL: [Readiness; 2] = [Readiness::Ready, Readiness::NotReady];

    pub fn key(self) -> &'static str {
        match self {
            Readiness::Ready => "ready",
            Readiness::NotReady => "not_ready",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Readiness::Ready => "Ready for Stage 2",
            Readiness::NotReady => "Not ready for Stage 2",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// What the lead auditor recommends to the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recommendation {
    Recommend,
    AfterCorrectiveAction,
    NotRecommend,
}

impl Recommendation {
    pub const ALL: [Recommendation; 3] = [
        Recommendation::Recommend,
        Recommendation::AfterCorrectiveAction,
        Recommendation::NotRecommend,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Recommendation::Recommend => "recommend",
            Recommendation::AfterCorrectiveAction => "after_corrective_action",
            Recommendation::NotRecommend => "not_recommend",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Recommendation::Recommend => "Certification is recommended",
            Recommendation::AfterCorrectiveAction => {
                "Certification is recommended after corrective action"
            }
            Recommendation::NotRecommend => "Certification is not recommended",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// How a field is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line.
    Line,
    /// Text, with the rows that it opens with.
    Area(u8),
    /// [`Readiness`].
    Readiness,
    /// [`Recommendation`].
    Recommendation,
}

/// One field of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub key: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub shape: Shape,
    /// The report is not issued without it.
    pub required: bool,
    /// May be published to the client, if the scheme manager chooses so.
    pub publishable: bool,
}

impl Field {
    /// What the field says, in words: a choice by its title.
    pub fn words(&self, value: &str) -> String {
        match self.shape {
            Shape::Line | Shape::Area(_) => value.to_owned(),
            Shape::Readiness => Readiness::from_key(value).map_or("", Readiness::title).to_owned(),
            Shape::Recommendation => {
                Recommendation::from_key(value).map_or("", Recommendation::title).to_owned()
            }
        }
    }

    /// The choices that it offers: value and words.
    pub fn choices(&self) -> Vec<(String, String)> {
        let pair = |key: &str, title: &str| (key.to_owned(), title.to_owned());
        match self.shape {
            Shape::Line | Shape::Area(_) => Vec::new(),
            Shape::Readiness => {
                Readiness::ALL.into_iter().map(|r| pair(r.key(), r.title())).collect()
            }
            Shape::Recommendation => {
                Recommendation::ALL.into_iter().map(|r| pair(r.key(), r.title())).collect()
            }
        }
    }
}

const fn field(key: &'static str, label: &'static str, shape: Shape, hint: &'static str) -> Field {
    Field { key, label, hint, shape, required: true, publishable: true }
}

/// Never published: for the body's own file.
const fn inside(field: Field) -> Field {
    Field { publishable: false, ..field }
}

const fn may_be_empty(field: Field) -> Field {
    Field { required: false, ..field }
}

const AREA: Shape = Shape::Area(4);

static STAGE_1: [Field; 10] = [
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
];

static STAGE_2: [Field; 17] = [
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
        "Does the scope applied for fit what was seen?",
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
    field("changes", "Changes since Stage 1", AREA, "If none, say so."),
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
    field("recommendation", "Recommendation", Shape::Recommendation, ""),
    field("recommendation_reasons", "Reasons for the recommendation", AREA, ""),
    may_be_empty(inside(field(
        "panel_note",
        "Note for the panel",
        AREA,
        "For the panel only. May stay empty.",
    ))),
];

/// The fields of this kind of audit's report, in the order of the report.
pub fn fields(kind: Kind) -> &'static [Field] {
    if kind.is_stage_1() { &STAGE_1 } else { &STAGE_2 }
}

/// What is written in a report, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

impl Text {
    /// The fields of this kind of report, each as `typed` answers it; nothing else gets in.
    pub fn typed(kind: Kind, typed: impl Fn(&str) -> String) -> Self {
        Text(fields(kind).iter().map(|field| (field.key.to_owned(), typed(field.key))).collect())
    }

    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    pub(crate) fn set(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }

    /// Field and value, as a form takes them.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub fn readiness(&self) -> Option<Readiness> {
        Readiness::from_key(self.get("readiness"))
    }

    pub fn recommendation(&self) -> Option<Recommendation> {
        Recommendation::from_key(self.get("recommendation"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_within_a_report_and_what_is_inside_stays_inside() {
        for kind in Kind::ALL {
            let mut keys: Vec<_> = fields(kind).iter().map(|f| f.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), fields(kind).len());
            assert!(
                fields(kind)
                    .iter()
                    .filter(|f| ["panel_note", "deviations"].contains(&f.key))
                    .all(|f| !f.publishable)
            );
        }
    }
}
