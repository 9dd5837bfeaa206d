//! Schemes as data: the clauses and controls of a standard, read from the standards folder. Another
//! management-system standard is another file, not other code.

use serde::Deserialize;
use std::sync::LazyLock;

/// A standard with the requirements that an audit concludes on.
#[derive(Debug)]
pub struct Standard {
    /// Name with edition, e.g. "ISO/IEC 42001:2023".
    pub name: String,
    /// Clauses without sub-clauses, then controls, in the standard's order.
    pub requirements: Vec<Requirement>,
    /// Headings under which the requirements are worked through: clauses 4 to 10, then A.2 to A.10.
    pub groups: Vec<Group>,
}

/// A clause or control that can have a conclusion and a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub id: String,
    pub title: String,
    pub group: String,
    pub is_control: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub title: String,
    pub is_control: bool,
}

#[derive(Deserialize)]
struct Titled {
    id: String,
    title: String,
}

#[derive(Deserialize)]
struct Source {
    standard: String,
    clauses: Vec<Titled>,
    annex_a_groups: Vec<Titled>,
    annex_a_controls: Vec<Titled>,
}

/// ISO/IEC 42001:2023, from standards/iso-iec-42001-2023.json.
pub static AIMS: LazyLock<Standard> = LazyLock::new(|| {
    let text = include_str!("../../../standards/iso-iec-42001-2023.json");
    let source: Source =
        serde_json::from_str(text).expect("the shipped standard is read by a test");
    Standard::from(source)
});

impl Standard {
    /// The requirement of this id; `None` for anything else, the objectives A.2.1, A.3.1 … among it (FND-1).
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == id)
    }

    /// Why this id cannot carry a conclusion or a finding, as a sentence (FND-1).
    pub fn why_not(&self, id: &str) -> String {
        let group =
            self.groups.iter().find(|g| id == g.id || id.starts_with(&format!("{}.", g.id)));
        if self.requirements.iter().any(|r| r.id.starts_with(&format!("{id}."))) {
            return format!("{id} is a heading: name one clause or control under it.");
        }
        match group {
            Some(group) if group.is_control && id.ends_with(".1") => {
                format!("{id} is an objective, and objectives are no controls.")
            }
            _ => format!(
                "{} has no clause or control {}.",
                self.name,
                if id.is_empty() { "without a number" } else { id }
            ),
        }
    }

    /// "6.1.2 AI risk assessment"; the id alone if it is none of this standard's.
    pub fn named(&self, id: &str) -> String {
        self.requirement(id).map_or_else(|| id.to_owned(), |r| format!("{} {}", r.id, r.title))
    }

    /// The requirements under one heading.
    pub fn in_group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Requirement> {
        self.requirements.iter().filter(move |requirement| requirement.group == group)
    }
}

impl From<Source> for Standard {
    fn from(source: Source) -> Self {
        let has_parts =
            |id: &str| source.clauses.iter().any(|c| c.id.starts_with(&format!("{id}.")));
        let mut groups: Vec<_> = source
            .clauses
            .iter()
            .filter(|c| !c.id.contains('.'))
            .map(|c| group(c, false))
            .collect();
        groups.extend(source.annex_a_groups.iter().map(|g| group(g, true)));
        let mut requirements: Vec<_> = source
            .clauses
            .iter()
            .filter(|c| !has_parts(&c.id))
            .map(|c| requirement(c, false))
            .collect();
        requirements.extend(source.annex_a_controls.iter().map(|c| requirement(c, true)));
        Standard { name: source.standard, requirements, groups }
    }
}

fn group(titled: &Titled, is_control: bool) -> Group {
    Group { id: titled.id.clone(), title: titled.title.clone(), is_control }
}

/// "6.1.2" is worked through under "6", "A.6.2.4" under "A.6".
fn requirement(titled: &Titled, is_control: bool) -> Requirement {
    let parts = if is_control { 2 } else { 1 };
    let group = titled.id.split('.').take(parts).collect::<Vec<_>>().join(".");
    Requirement { id: titled.id.clone(), title: titled.title.clone(), group, is_control }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_has_its_38_controls_and_no_objective_among_them() {
        assert_eq!(AIMS.name, "ISO/IEC 42001:2023");
        assert_eq!(AIMS.requirements.iter().filter(|r| r.is_control).count(), 38);
        assert_eq!(AIMS.groups.len(), 7 + 9);
        assert!(AIMS.requirement("A.2.1").is_none() && AIMS.requirement("6.1").is_none());
        assert_eq!(AIMS.requirement("A.10.2").map(|r| r.group.as_str()), Some("A.10"));
        assert_eq!(AIMS.requirement("6.1.2").map(|r| r.group.as_str()), Some("6"));
    }

    #[test]
    fn what_is_no_requirement_is_said_with_its_reason() {
        for objective in ["A.2.1", "A.3.1", "A.6.1.1", "A.6.2.1", "A.10.1"] {
            assert!(AIMS.requirement(objective).is_none());
            assert!(AIMS.why_not(objective).contains("objective"), "{objective}");
        }
        for heading in ["6", "6.1", "9.2", "A.2", "A.6", "A.6.1"] {
            assert!(AIMS.requirement(heading).is_none());
            assert!(AIMS.why_not(heading).contains("heading"), "{heading}");
        }
        assert!(AIMS.why_not("11.4").contains("no clause"));
    }

    #[test]
    fn every_requirement_lies_under_a_heading() {
        let under: usize = AIMS.groups.iter().map(|g| AIMS.in_group(&g.id).count()).sum();
        assert_eq!(under, AIMS.requirements.len());
    }
}
