//! What a statement of applicability says of each control, and what is still missing from it.

use crate::applications::lists::Choice;
use crate::differences::Part;
use crate::standards::{Scheme, Standard};
use serde::{Deserialize, Serialize};

/// How far a control is implemented: key and words.
pub const IMPLEMENTED: &[Choice] = &[("yes", "Yes"), ("partly", "Partly"), ("no", "No")];

/// What the statement says of one control.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// The control's number in Annex A.
    pub control: String,
    /// `None`: not answered yet.
    pub applicable: Option<bool>,
    pub justification: String,
    /// A key of [`IMPLEMENTED`]; empty: not answered yet.
    pub implemented: String,
    pub documented: String,
}

/// A whole statement: each control once, in the standard's order.
pub type Content = Vec<Control>;

impl Control {
    /// "A.2.2 AI policy".
    pub fn title(&self, standard: &Standard) -> String {
        standard.named(&self.control)
    }

    pub fn applicable_title(&self) -> &'static str {
        match self.applicable {
            Some(true) => "Applicable",
            Some(false) => "Not applicable",
            None => "–",
        }
    }

    pub fn implemented_title(&self) -> &'static str {
        IMPLEMENTED
            .iter()
            .find(|(key, _)| *key == self.implemented)
            .map_or("–", |(_, words)| words)
    }

    /// What is still missing before the statement can be issued.
    pub fn gap(&self) -> Option<&'static str> {
        match self.applicable {
            None => Some("whether it is applicable"),
            Some(false) if self.justification.is_empty() => Some("why it is not applicable"),
            Some(true) if self.implemented.is_empty() => Some("whether it is implemented"),
            Some(_) => None,
        }
    }
}

/// What is missing, heading by heading: its number, and each control with what it lacks.
pub fn gaps(standard: Scheme, content: &[Control]) -> Vec<(&'static str, Vec<String>)> {
    let under = |group: &'static str| {
        let lacks =
            |control: &Control| control.gap().map(|gap| format!("{}: {gap}", control.control));
        let here = content
            .iter()
            .filter(|c| standard.requirement(&c.control).is_some_and(|r| r.group == group));
        (group, here.filter_map(lacks).collect::<Vec<_>>())
    };
    let groups = standard.control_groups().map(|group| group.id.as_str());
    groups.map(under).filter(|(_, lacks)| !lacks.is_empty()).collect()
}

/// The parts that a difference is taken of.
pub(super) fn parts(standard: &Standard, content: &[Control]) -> Vec<Part> {
    let part = |control: &Control| Part {
        key: control.control.clone(),
        title: control.title(standard),
        fields: vec![
            ("Applicable", control.applicable_title().to_owned()),
            ("Justification", control.justification.clone()),
            ("Implemented", control.implemented_title().to_owned()),
            ("Documented in", control.documented.clone()),
        ],
    };
    content.iter().map(part).collect()
}
