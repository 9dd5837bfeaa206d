//! What people write in a report: its fields by kind of audit, with what each asks for (AUD-6).

mod field;
mod judgement;
mod shared;
mod stage_1;
mod stage_2;
mod surveillance;

pub use field::{Field, Shape};
pub use judgement::{About, Readiness, Recommendation};

use crate::audits::Kind;
use stage_1::STAGE_1;
use stage_2::{RECERTIFICATION, SPECIAL, STAGE_2};
use std::collections::BTreeMap;
use surveillance::SURVEILLANCE;
pub(super) use surveillance::is_fixed_topic;

/// The fields of this kind of audit's report, in the order of the report.
pub fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Stage1 => &STAGE_1,
        Kind::Surveillance1 | Kind::Surveillance2 => &SURVEILLANCE,
        Kind::Stage2 => &STAGE_2,
        Kind::Recertification => &RECERTIFICATION,
        Kind::Special => &SPECIAL,
    }
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
    use crate::standards;

    /// No scheme's auditor is asked about what only another scheme is about.
    #[test]
    fn what_is_asked_for_is_in_the_words_of_the_standard() {
        for (standard, kind) in standards::all().iter().flat_map(|s| Kind::ALL.map(|k| (s, k))) {
            let asked = fields(kind).iter().map(|f| format!("{} {}", f.label, f.hint(standard)));
            let asked = asked.collect::<String>();
            assert!(!asked.contains('{'), "{asked}");
            assert_eq!(asked.contains("AI systems"), standard.concerns_ai && asks(kind), "{asked}");
        }
        fn asks(kind: Kind) -> bool {
            kind.is_stage_1() || kind.is_surveillance()
        }
    }

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
