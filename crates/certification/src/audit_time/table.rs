//! A table of audit time as data: bands of AI systems or rows of people, its source, from when it holds,
//! whether anybody has checked it, and how the body reads it.

use super::people::People;
use crate::standards::TABLES;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A named, dated table (TIM-1, TIM-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub key: String,
    pub version: String,
    pub title: String,
    pub source: String,
    /// YYYY-MM-DD; empty in determinations made before tables were dated.
    #[serde(default)]
    pub valid_from: String,
    pub checked: Checked,
    /// Reductions together take at most this share of the table's time.
    pub reduction_limit_percent: i32,
    /// An integrated audit takes at most this share less (TIM-3).
    #[serde(default = "one_fifth")]
    pub integration_limit_percent: i32,
    pub stage_1_percent: i32,
    /// From the least time to the most; empty where people count.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Rows by people; none where bands of AI systems count.
    #[serde(default)]
    pub people: Option<People>,
    pub reading: Reading,
}

/// Whether somebody has compared the table with the licensed text, who, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub yes: bool,
    pub by: Option<String>,
    pub when: Option<String>,
    /// The licensed document that it was compared with.
    #[serde(default)]
    pub document: Option<String>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The row's number of AI systems in words.
    pub systems: String,
    /// From how many AI systems on this band counts; `None` where only the structure leads here.
    pub systems_from: Option<i32>,
    pub structure: String,
    pub structure_title: String,
    pub half_days_from: i32,
    /// `None`: open above.
    pub half_days_to: Option<i32>,
    /// Each AI system beyond this number is a step.
    pub steps_beyond_systems: i32,
    pub phased: bool,
}

/// How the body reads what the table leaves open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub note: String,
    /// The choices in sentences, for the justification.
    pub choices: Vec<String>,
    #[serde(default)]
    pub half_days_per_further_system: i32,
    #[serde(default)]
    pub jurisdictions_included: i32,
    #[serde(default)]
    pub half_days_per_further_jurisdiction: i32,
}

fn one_fifth() -> i32 {
    20
}

/// The tables that come with the software, by the names of their files.
static SHIPPED: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let read =
        |text: &&str| serde_json::from_str(text).expect("the shipped tables are read by a test");
    TABLES.iter().map(read).collect()
});

/// The tables that come with the software.
pub fn shipped() -> &'static [Table] {
    &SHIPPED
}

impl Table {
    /// The words for a structure's key.
    pub fn structure_title(&self, key: &str) -> Option<&str> {
        self.bands
            .iter()
            .find(|band| band.structure == key)
            .map(|band| band.structure_title.as_str())
    }

    /// The band that the number of AI systems leads to.
    pub(super) fn by_systems(&self, systems: i32) -> usize {
        self.bands
            .iter()
            .rposition(|band| band.systems_from.is_some_and(|from| from <= systems))
            .unwrap_or(0)
    }

    /// The band that the structure leads to.
    pub(super) fn by_structure(&self, structure: &str) -> Option<usize> {
        self.bands.iter().position(|band| band.structure == structure)
    }
}

impl Band {
    /// "2 to 3 days", or "10 days or more, in phases".
    pub fn range(&self) -> String {
        let days = |half_days: i32| {
            if half_days % 2 == 0 {
                (half_days / 2).to_string()
            } else {
                format!("{}.5", half_days / 2)
            }
        };
        let from = days(self.half_days_from);
        let range = self.half_days_to.map_or_else(
            || format!("{from} days or more"),
            |to| format!("{from} to {} days", days(to)),
        );
        if self.phased { format!("{range}, in phases") } else { range }
    }
}

#[cfg(test)]
pub(crate) mod known {
    //! The tables that tests are about.

    use super::{Table, shipped};
    use std::sync::LazyLock;

    fn of(key: &str) -> Table {
        shipped().iter().find(|table| table.key == key).expect("shipped").clone()
    }

    pub(crate) static INDICATIVE: LazyLock<Table> = LazyLock::new(|| of("indicative-ai-systems"));
    pub(crate) static MD_5: LazyLock<Table> = LazyLock::new(|| of("iaf-md-5"));
    pub(crate) static ISO_27006: LazyLock<Table> = LazyLock::new(|| of("iso-iec-27006"));
    pub(crate) static ISO_42006: LazyLock<Table> = LazyLock::new(|| of("iso-iec-42006"));
}
