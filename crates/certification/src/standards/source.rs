//! The files of the standards folder, as they are written: a scheme with its clauses and its annex.

use super::{Documents, Group, Item, Requirement, Standard};
use serde::Deserialize;

include!(concat!(env!("OUT_DIR"), "/standards.rs"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    standard: String,
    #[serde(rename = "note")]
    _note: String,
    letters: String,
    system: String,
    attested_as: String,
    concerns_ai: bool,
    about: String,
    incident: String,
    statement_of_applicability: bool,
    fields_of_knowledge: Vec<Field>,
    audit_time_tables: Vec<String>,
    documented_information: Vec<Item>,
    documents_asked: Documents,
    audits: Audits,
    criteria: String,
    objectives: Vec<String>,
    clauses: Vec<Titled>,
    annex_a_groups: Vec<Titled>,
    annex_a_controls: Vec<Titled>,
}

#[derive(Deserialize)]
struct Titled {
    id: String,
    title: String,
}

#[derive(Deserialize)]
struct Field {
    key: String,
    title: String,
}

/// What a new programme says of its audits; both surveillances alike.
#[derive(Debug, Deserialize)]
pub(crate) struct Audits {
    pub(crate) stage_1: Words,
    pub(crate) stage_2: Words,
    pub(crate) surveillance: Words,
    pub(crate) recertification: Words,
}

/// What an audit is for, and how it is done.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    pub(crate) objectives: String,
    pub(crate) methods: String,
}

impl From<Source> for Standard {
    fn from(source: Source) -> Self {
        let (requirements, groups) = (requirements(&source), groups(&source));
        let fields = source.fields_of_knowledge.into_iter().map(|field| (field.key, field.title));
        Standard {
            name: source.standard,
            letters: source.letters,
            system: source.system,
            attested_as: source.attested_as,
            concerns_ai: source.concerns_ai,
            about: source.about,
            incident: source.incident,
            statement_of_applicability: source.statement_of_applicability,
            fields_of_knowledge: fields.collect(),
            audit_time_tables: source.audit_time_tables,
            documented_information: source.documented_information,
            documents_asked: source.documents_asked,
            audits: source.audits,
            criteria: source.criteria,
            objectives: source.objectives,
            requirements,
            groups,
        }
    }
}

fn requirements(source: &Source) -> Vec<Requirement> {
    let has_parts = |id: &str| source.clauses.iter().any(|c| c.id.starts_with(&format!("{id}.")));
    let clauses =
        source.clauses.iter().filter(|c| !has_parts(&c.id)).map(|c| requirement(c, false));
    clauses.chain(source.annex_a_controls.iter().map(|c| requirement(c, true))).collect()
}

fn groups(source: &Source) -> Vec<Group> {
    let headings = source.clauses.iter().filter(|c| !c.id.contains('.')).map(|c| group(c, false));
    headings.chain(source.annex_a_groups.iter().map(|g| group(g, true))).collect()
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
