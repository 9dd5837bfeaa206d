//! Competence files: who is qualified for what, on which papers, approved by whom and until when (CMP-1, CMP-2);
//! who was watched at work (CMP-4), and for whom a person works or worked (IMP-2).

mod affiliations;
mod evaluations;
mod matrix;
mod papers;
mod reads;
mod steps;
#[cfg(test)]
mod tests;

pub use affiliations::{
    Affiliated, Affiliation, TIES, Until, affiliate, affiliations_of, end_affiliation,
    never_affiliated,
};
pub use evaluations::{Evaluation, OUTCOMES, Witnessed, evaluations_of, witness};
pub use matrix::{Gap, Line, gaps, matrix};
pub use papers::{Paper, add, open_paper};
pub(crate) use reads::must_be_member;
pub use reads::{Colleague, FilePage, Qualification, current, file_of, needed, of_colleagues};
pub use steps::{Approval, Ending, approve, end};

use crate::applications::lists::{self, AI_ROLES, LANGUAGES, SECTORS};
use crate::standards;
use std::sync::LazyLock;

/// What a qualification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Function,
    Standard,
    Sector,
    AiRole,
    Language,
    Field,
}

/// Functions that an assignment asks for (CMP-2).
pub const FUNCTIONS: &[(&str, &str)] = &[
    ("lead_auditor", "Lead auditor"),
    ("auditor", "Auditor"),
    ("technical_expert", "Technical expert"),
    ("reviewer", "Reviewer"),
    ("panel_member", "Panel member"),
];

/// The schemes that people are qualified for.
static STANDARDS: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| standards::all().iter().map(|one| (&*one.name, &*one.name)).collect());

/// The fields of knowledge that the schemes' teams draw on, each once.
static FIELDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for (key, title) in standards::all().iter().flat_map(|one| &one.fields_of_knowledge) {
        if fields.iter().all(|(known, _)| known != key) {
            fields.push((key, title));
        }
    }
    fields
});

/// Fields of knowledge: key and title.
pub fn fields() -> &'static [(&'static str, &'static str)] {
    &FIELDS
}

impl Kind {
    pub const ALL: [Kind; 6] =
        [Kind::Function, Kind::Standard, Kind::Sector, Kind::AiRole, Kind::Language, Kind::Field];

    /// The key kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Standard => "standard",
            Kind::Sector => "sector",
            Kind::AiRole => "ai_role",
            Kind::Language => "language",
            Kind::Field => "field",
        }
    }

    /// The word on a page.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Function => "Function",
            Kind::Standard => "Standard",
            Kind::Sector => "Sector",
            Kind::AiRole => "AI role",
            Kind::Language => "Language",
            Kind::Field => "Field of knowledge",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What can be approved: key and title.
    pub fn list(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Kind::Function => FUNCTIONS,
            Kind::Standard => &STANDARDS,
            Kind::Sector => SECTORS,
            Kind::AiRole => AI_ROLES,
            Kind::Language => LANGUAGES,
            Kind::Field => &FIELDS,
        }
    }

    /// The same as the options of a form: value and text.
    pub fn options(self) -> Vec<(String, String)> {
        self.list().iter().map(|(key, title)| ((*key).to_owned(), (*title).to_owned())).collect()
    }
}

/// One thing that is needed, or held.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
pub struct Competence {
    kind: String,
    pub value: String,
}

impl Competence {
    pub fn new(kind: Kind, value: &str) -> Self {
        Competence { kind: kind.key().to_owned(), value: value.to_owned() }
    }

    pub fn kind(&self) -> Option<Kind> {
        Kind::from_key(&self.kind)
    }

    /// The value's title, e.g. "Financial services".
    pub fn title(&self) -> &str {
        self.kind().map_or(&self.value, |kind| {
            // "Developer: designs, trains …" is "Developer" where the word stands alone.
            let title = lists::title(kind.list(), &self.value);
            title.split(": ").next().unwrap_or(title)
        })
    }
}

impl std::fmt::Display for Competence {
    /// "Sector: Financial services", "AI role: Provider".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.kind().map_or(self.kind.as_str(), |kind| kind.title());
        write!(f, "{kind}: {}", self.title())
    }
}

/// What a client's certification asks of a team: its standard, the sector, each AI role and each language
/// (CMP-1), and the fields of knowledge that its scheme names (CMP-6).
pub fn asked(
    standard: &str,
    sector: &str,
    ai_roles: &[String],
    languages: &[String],
) -> Vec<Competence> {
    let mut asked = vec![Competence::new(Kind::Standard, standard)];
    if !sector.is_empty() {
        asked.push(Competence::new(Kind::Sector, sector));
    }
    asked.extend(ai_roles.iter().map(|role| Competence::new(Kind::AiRole, role)));
    asked.extend(languages.iter().map(|language| Competence::new(Kind::Language, language)));
    let fields = standards::named(standard).map(|one| one.fields_of_knowledge.as_slice());
    let fields = fields.unwrap_or_default().iter();
    asked.extend(fields.map(|(field, _)| Competence::new(Kind::Field, field)));
    asked
}

/// What a client's certification asks of a team, or of a panel, with what it holds together.
pub fn missing<'a>(needed: &'a [Competence], held: &[Competence]) -> Vec<&'a Competence> {
    needed.iter().filter(|need| !held.contains(need)).collect()
}
