//! Every rule that the software holds: id, kind, one sentence, source, and where it bites. A refusal names
//! one. No function is exempt from a gate.

mod constraints;
mod register;
mod satisfied;

pub(crate) use constraints::held_by_constraint;
pub use register::*;
#[cfg(test)]
pub(crate) use satisfied::is_listed;
pub use satisfied::{ACTS, by_id, satisfied};

use crate::error::Refusal;

/// What a rule does when it bites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Refuse; nothing changes.
    Gate,
    /// Allow, but only with a written reason, which goes on the record.
    Warn,
    /// Keep it, retrievably.
    Record,
    /// What is overdue goes before people by itself.
    Escalates,
}

impl Kind {
    pub fn title(self) -> &'static str {
        match self {
            Kind::Gate => "gate",
            Kind::Warn => "warn",
            Kind::Record => "record",
            Kind::Escalates => "escalates",
        }
    }
}

/// One rule of the rulebook.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    pub id: &'static str,
    pub kinds: &'static [Kind],
    /// The rule in one plain sentence.
    pub sentence: &'static str,
    /// The clause it rests on, or "practice" for what a body itself promises.
    pub source: &'static str,
    /// The act at which it bites, in the trade's words.
    pub bites: &'static str,
}

impl Rule {
    /// Its kinds in words: "gate + record".
    pub fn kind(&self) -> String {
        self.kinds.iter().map(|kind| kind.title()).collect::<Vec<_>>().join(" + ")
    }

    /// A refusal that rests on this rule: why here, and what to do next, each a sentence.
    pub fn refuse(
        &'static self,
        because: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Refusal {
        Refusal {
            rule: self,
            because: because.into(),
            way_out: way_out.into(),
            missing: Vec::new(),
        }
    }
}

/// The house rule behind a refused step that no clause numbers: an act is done once, and in its order.
pub const ORDER: &Rule = &Rule {
    id: "ORDER",
    kinds: &[Kind::Gate],
    sentence: "An act is done once, and in its order.",
    source: "practice",
    bites: "Every act with a state",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_every_rule_says_where_it_bites() {
        let mut ids: Vec<_> = ALL.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
        for rule in ALL {
            assert!(
                rule.sentence.ends_with('.') && !rule.bites.is_empty() && !rule.source.is_empty(),
                "{}",
                rule.id
            );
        }
    }
}
