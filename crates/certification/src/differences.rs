//! What was added, removed and changed between two states of a thing that is kept in revisions: a scope, the
//! register of AI systems, a statement of applicability.

use time::OffsetDateTime;

/// One named part of a state, with what its fields say in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// By which the same part is found in the other state.
    pub key: String,
    pub title: String,
    pub fields: Vec<(&'static str, String)>,
}

/// How a part differs from the state before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Added,
    Removed,
    Changed,
}

impl How {
    pub fn title(self) -> &'static str {
        match self {
            How::Added => "Added",
            How::Removed => "Removed",
            How::Changed => "Changed",
        }
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            How::Added => "good",
            How::Removed => "bad",
            How::Changed => "wait",
        }
    }
}

/// A part that differs, field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub how: How,
    pub title: String,
    /// Field, what it said before, what it says now; an empty side was not there.
    pub fields: Vec<(&'static str, String, String)>,
}

/// One revision as every page shows it, with its difference from the one before.
#[derive(Debug, Clone)]
pub struct Revision {
    pub revision: i32,
    /// What it is called or why it was made, as a sentence.
    pub because: String,
    pub by: String,
    pub at: OffsetDateTime,
    /// SHA-256 of the content, in hex.
    pub digest: String,
    /// None for the first: there is nothing before it.
    pub differences: Option<Vec<Difference>>,
}

/// The parts that differ: in the order of what is there now, then what is no longer there.
pub fn between(before: &[Part], after: &[Part]) -> Vec<Difference> {
    let was = |part: &Part| before.iter().find(|old| old.key == part.key);
    let still = |part: &Part| after.iter().any(|new| new.key == part.key);
    let now = after.iter().filter_map(|part| match was(part) {
        None => Some(whole(How::Added, part)),
        Some(old) => changed(old, part),
    });
    let gone = before.iter().filter(|part| !still(part)).map(|part| whole(How::Removed, part));
    now.chain(gone).collect()
}

fn whole(how: How, part: &Part) -> Difference {
    let side = |(label, text): &(&'static str, String)| match how {
        How::Removed => (*label, text.clone(), String::new()),
        _ => (*label, String::new(), text.clone()),
    };
    let said = part.fields.iter().filter(|(_, text)| !text.is_empty());
    Difference { how, title: part.title.clone(), fields: said.map(side).collect() }
}

fn changed(old: &Part, new: &Part) -> Option<Difference> {
    let said = |part: &Part, label: &str| {
        let field = part.fields.iter().find(|(l, _)| *l == label);
        field.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let labels = new.fields.iter().chain(&old.fields).map(|(label, _)| *label);
    let mut fields: Vec<(&'static str, String, String)> = Vec::new();
    for label in labels {
        let (before, after) = (said(old, label), said(new, label));
        if before != after && !fields.iter().any(|(l, ..)| *l == label) {
            fields.push((label, before, after));
        }
    }
    (!fields.is_empty()).then(|| Difference { how: How::Changed, title: new.title.clone(), fields })
}

/// A count of what differs in words, e.g. "1 added, 2 changed"; "nothing differs" where nothing does.
pub fn counted(differences: &[Difference]) -> String {
    let of = |how: How, word: &str| {
        let n = differences.iter().filter(|d| d.how == how).count();
        (n > 0).then(|| format!("{n} {word}"))
    };
    let counts: Vec<_> =
        [(How::Added, "added"), (How::Removed, "removed"), (How::Changed, "changed")]
            .into_iter()
            .filter_map(|(how, word)| of(how, word))
            .collect();
    if counts.is_empty() { "nothing differs".to_owned() } else { counts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(key: &str, text: &str) -> Part {
        Part { key: key.into(), title: key.into(), fields: vec![("Says", text.into())] }
    }

    #[test]
    fn what_is_added_removed_and_changed_is_named_and_what_stays_is_not() {
        let before = [part("a", "one"), part("b", "two"), part("c", "three")];
        let after = [part("a", "one"), part("b", "deux"), part("d", "four")];
        let differences = between(&before, &after);
        let hows: Vec<_> = differences.iter().map(|d| (d.title.as_str(), d.how)).collect();
        assert_eq!(hows, [("b", How::Changed), ("d", How::Added), ("c", How::Removed)]);
        assert_eq!(differences[0].fields, [("Says", "two".to_owned(), "deux".to_owned())]);
        assert_eq!(counted(&differences), "1 added, 1 removed, 1 changed");
        assert_eq!(counted(&between(&after, &after)), "nothing differs");
    }
}
