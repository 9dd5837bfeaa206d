//! The fields of an entry: what they are called, what they may hold, and how other people's files name them.

use super::Entry;
use crate::parse::{LONG, Reading, SHORT};

/// A value that a list offers: key, words, and what else people write for it.
pub type Value = (&'static str, &'static str, &'static [&'static str]);

/// A field of the register.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub title: &'static str,
    pub hint: &'static str,
    /// The most characters it takes.
    pub longest: usize,
    /// The values it may hold; any text where there are none.
    pub values: &'static [Value],
    /// Headings of other people's files that mean this field, normalised.
    pub synonyms: &'static [&'static str],
}

impl Field {
    /// The field of this key.
    pub fn of(key: &str) -> Option<&'static Field> {
        FIELDS.iter().find(|field| field.key == key)
    }

    /// What was typed as this field keeps it: a list's key for any of its words in any case, text trimmed.
    /// The reason, as a sentence's end, when it cannot be kept.
    pub fn read(&self, typed: &str) -> Result<String, String> {
        let mut reading = Reading::default();
        let text = reading.optional(self.key, typed, self.longest);
        if let Some((_, message)) = reading.errors.0.into_iter().next() {
            return Err(message);
        }
        if self.values.is_empty() || text.is_empty() {
            return Ok(text);
        }
        let wanted = plain(&text);
        let fits = |(key, words, synonyms): &&Value| {
            wanted == plain(key) || wanted == plain(words) || synonyms.contains(&wanted.as_str())
        };
        match self.values.iter().find(fits) {
            Some((key, _, _)) => Ok((*key).to_owned()),
            None => Err(format!("Use one of: {}", self.words().join(", "))),
        }
    }

    /// The words of the values it may hold.
    pub fn words(&self) -> Vec<&'static str> {
        self.values.iter().map(|(_, words, _)| *words).collect()
    }

    /// What an entry says here, in words.
    pub fn shown<'a>(&self, entry: &'a Entry) -> &'a str {
        self.in_words(entry.get(self.key))
    }

    /// A kept value in words; as it stands where it is free text.
    fn in_words<'a>(&self, kept: &'a str) -> &'a str {
        self.values.iter().find(|(key, _, _)| *key == kept).map_or(kept, |(_, words, _)| words)
    }

    /// Whether a heading of somebody's file means this field.
    pub fn is_called(&self, heading: &str) -> bool {
        let heading = plain(heading);
        heading == plain(self.key)
            || heading == plain(self.title)
            || self.synonyms.contains(&heading.as_str())
    }
}

/// What is kept in the field of this key, in words.
pub fn in_words<'a>(key: &str, kept: &'a str) -> &'a str {
    FIELDS.iter().find(|field| field.key == key).map_or(kept, |field| field.in_words(kept))
}

/// Lower case, with only single blanks between words: "Tool_Name" and "tool-name" are both "tool name".
pub(crate) fn plain(text: &str) -> String {
    let words: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    crate::parse::normalise(&words)
}

const fn text(
    key: &'static str,
    title: &'static str,
    hint: &'static str,
    synonyms: &'static [&'static str],
) -> Field {
    Field { key, title, hint, longest: LONG, values: &[], synonyms }
}

#[rustfmt::skip]
const STAGES: &[Value] = &[
    ("design", "Design", &["idea", "planning", "planned", "concept", "inception", "scoping", "discovery", "alpha"]),
    ("development", "Development", &["in development", "build", "building", "training", "prototype", "beta"]),
    ("verification", "Verification and validation", &["verification", "validation", "testing", "test", "pilot", "piloting", "trial"]),
    ("deployment", "Deployment", &["deploying", "rollout", "roll out", "release", "go live"]),
    ("operation", "Operation and monitoring", &["operation", "operational", "production", "in production", "live", "in use", "in operation", "deployed", "monitoring", "active"]),
    ("retirement", "Retirement", &["retired", "decommissioned", "withdrawn", "phase out", "end of life", "inactive"]),
];
#[rustfmt::skip]
const ORIGINS: &[Value] = &[
    ("built", "Built by us", &["built", "in house", "inhouse", "internal", "own", "own development", "developed", "make", "custom"]),
    ("procured", "Procured", &["bought", "buy", "purchased", "vendor", "third party", "external", "supplier", "licensed", "saas", "off the shelf"]),
];
#[rustfmt::skip]
const RISKS: &[Value] = &[
    ("prohibited", "Prohibited", &["unacceptable", "unacceptable risk", "banned", "prohibited practice"]),
    ("high", "High risk", &["high", "annex iii", "high risk system"]),
    ("limited", "Limited risk", &["limited", "medium", "transparency", "transparency risk", "transparency obligations"]),
    ("minimal", "Minimal risk", &["minimal", "low", "low risk", "none", "no risk", "minimal or no risk"]),
];
#[rustfmt::skip]
const YES_NO: &[Value] = &[
    ("yes", "Yes", &["y", "true", "1", "x", "ja", "oui", "si", "sí"]),
    ("no", "No", &["n", "false", "0", "none", "nein", "non"]),
];

/// The fields in the order of pages and files; a test holds them against [`Entry::KEYS`].
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    Field { longest: SHORT, ..text("name", "Name", "What your people call it.", &["tool name", "system name", "ai system", "ai system name", "system", "tool", "title", "product", "application", "model name", "algorithm", "use case", "bezeichnung", "nom", "nombre"]) },
    text("purpose", "Purpose", "What it is for, and for whom.", &["intended purpose", "goal", "objective", "aim", "use", "why", "zweck", "finalité"]),
    text("function", "Function", "What it does: the task, the technique, what goes in and what comes out.", &["description", "functionality", "what it does", "summary", "how it works", "technique", "model", "method"]),
    text("decides", "What it decides or supports", "Which decisions it takes or supports, about whom, and who has the last word.", &["decision", "decisions", "decides or supports", "decision supported", "output", "outputs", "impact", "human oversight"]),
    text("context", "Intended context and boundaries", "Where it is deployed and meant to be used, and where not.", &["intended context", "deployment", "deployment boundaries", "boundaries", "scope", "context of use", "users", "where used", "business unit", "department"]),
    text("owner", "Owner", "Who answers for it.", &["system owner", "business owner", "responsible", "accountable", "owned by", "publishing body", "organisation", "organization", "contact", "team", "verantwortlich"]),
    Field { values: STAGES, ..text("stage", "Life-cycle stage", "", &["life cycle stage", "lifecycle stage", "lifecycle", "life cycle", "phase", "status", "maturity"]) },
    Field { values: ORIGINS, ..text("origin", "Built or procured", "", &["built or bought", "make or buy", "source", "provenance", "development", "sourcing"]) },
    text("supplier", "Supplier", "From whom, if it is procured.", &["vendor", "provider", "procured from", "developer", "manufacturer", "third party", "lieferant"]),
    Field { values: RISKS, ..text("risk_class", "Risk class (EU AI Act)", "", &["risk", "risk level", "risk category", "eu ai act", "ai act class", "ai act risk class", "classification"]) },
    Field { values: YES_NO, ..text("personal_data", "Personal data", "Whether it uses personal data, in training or in operation.", &["personal data yes no", "uses personal data", "pii", "gdpr", "contains personal data"]) },
    text("design_decisions", "Design decisions", "The choices that shaped it, and why they were made.", &["design", "design choices", "architecture"]),
    text("training_data", "Data used in training", "Where the data for training and testing comes from.", &["training data sources", "data sources in training", "train data", "training dataset", "datasets", "data sources", "data"]),
    text("operation_data", "Data used in operation", "Where the data comes from that it works on.", &["operational data", "production data", "data sources in operation", "input data", "inputs"]),
    text("limitations", "Known limitations", "What it cannot do well.", &["limits", "known limits", "caveats"]),
    text("failure_modes", "Failure modes", "How it fails, and how that is noticed.", &["failures", "known failures", "risks"]),
    text("bias_indicators", "Bias indicators", "What is measured to see unfair results, and between which groups.", &["bias", "fairness", "bias metrics", "fairness metrics"]),
    Field { longest: 2_000, ..text("reference", "Your reference", "A number, a link or a document of your own.", &["url", "link", "id", "ref", "identifier", "number", "system id", "inventory number", "uri", "web page"]) },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_the_entrys_own_and_no_heading_means_two() {
        let keys: Vec<_> = FIELDS.iter().map(|field| field.key).collect();
        assert_eq!(keys, Entry::KEYS);
        for field in FIELDS {
            for name in field.synonyms {
                assert_eq!(plain(name), *name, "synonyms are kept normalised");
                let meant = FIELDS.iter().filter(|field| field.is_called(name)).count();
                assert_eq!(meant, 1, "{name} means two fields");
            }
        }
    }

    #[test]
    fn a_lists_words_are_read_in_any_case_and_by_their_synonyms() {
        let read = |key: &str, typed: &str| Field::of(key).and_then(|field| field.read(typed).ok());
        assert_eq!(read("stage", " IN PRODUCTION "), Some("operation".into()));
        assert_eq!(read("risk_class", "High-Risk"), Some("high".into()));
        assert_eq!(read("origin", "in-house"), Some("built".into()));
        assert_eq!(read("personal_data", "TRUE"), Some("yes".into()));
        assert_eq!(read("personal_data", ""), Some(String::new()));
        assert_eq!(read("risk_class", "purple"), None);
    }
}
