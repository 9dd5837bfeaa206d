//! Writing an application, section by section: whatever is typed is kept, complete or not, as long as it has
//! the shape of an answer.

use super::lists::{AI_ROLES, Choice, LANGUAGES, SECTORS, STRUCTURES};
use super::{Application, Section, reads, rows};
use crate::countries;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::scope::ScopeContent;

/// What the pages of an application send; each page fills the fields of its own section.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub version: String,
    pub legal_name: String,
    pub registration: String,
    pub address: String,
    pub country: String,
    pub website: String,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: String,
    pub certification_body: String,
    pub sector: String,
    pub structure: String,
    pub people_total: String,
    pub people_ai: String,
    pub languages: Vec<String>,
    pub site_name: Vec<String>,
    pub site_address: Vec<String>,
    pub site_country: Vec<String>,
    pub site_people: Vec<String>,
    pub site_central: Vec<String>,
    pub site_scope: Vec<String>,
    pub scope: String,
    pub units: String,
    pub processes: String,
    pub outsourced: String,
    pub ai_roles: Vec<String>,
    pub ai_systems_total: String,
    pub excludes: String,
    pub exclusion_what: Vec<String>,
    pub exclusion_why: Vec<String>,
    pub holds_certificates: String,
    pub held_standard: Vec<String>,
    pub held_issuer: Vec<String>,
    pub held_number: Vec<String>,
    pub held_expires: Vec<String>,
    pub consultancy: String,
    pub consultancy_by: String,
    pub consultancy_ended_on: String,
    pub signatory_name: String,
    pub signatory_position: String,
    pub signatory_email: String,
}

/// Keeps one section of the acting client's application. What is there already is saved again without
/// effect; what somebody else has changed meanwhile is not overwritten.
pub async fn save(tx: &mut Tx<'_>, section: Section, typed: &Typed) -> Result<()> {
    let before = reads::own_to_write(tx).await?;
    before.state.may_be_written()?;
    let after = filled(&before, section, typed)?;
    if after == before {
        return Ok(());
    }
    if typed.version != before.version.to_string() {
        return Err(Error::Stale(
            "Somebody of your organisation has changed the application meanwhile: open the page again.".into(),
        ));
    }
    rows::store(tx, &after).await
}

/// The application with this section as it was typed.
fn filled(before: &Application, section: Section, typed: &Typed) -> Result<Application> {
    let (mut after, mut read) = (before.clone(), Reading::default());
    match section {
        Section::Organisation => organisation(&mut after, typed, &mut read),
        Section::People => people(&mut after, typed, &mut read),
        Section::Sites => after.sites = rows::sites(typed, &mut read),
        Section::Scope => scope(&mut after, typed, &mut read),
        Section::Exclusions => {
            after.excludes = yes_no("excludes", &typed.excludes, &mut read);
            after.exclusions = rows::exclusions(typed, &mut read);
        }
        Section::Certificates => {
            after.holds_certificates =
                yes_no("holds_certificates", &typed.holds_certificates, &mut read);
            after.certificates_held = rows::certificates_held(typed, &mut read);
        }
        Section::Consultancy => consultancy(&mut after, typed, &mut read),
        Section::Signatory => signatory(&mut after, typed, &mut read),
    }
    read.done()?;
    Ok(after)
}

fn organisation(a: &mut Application, typed: &Typed, read: &mut Reading) {
    a.legal_name = read.optional("legal_name", &typed.legal_name, SHORT);
    a.registration = read.optional("registration", &typed.registration, SHORT);
    a.address = read.optional("address", &typed.address, 1_000);
    a.country = key("country", &typed.country, countries::ALL, read);
    a.website = read.optional("website", &typed.website, SHORT);
    a.certification_body = yes_no("certification_body", &typed.certification_body, read);
    a.sector = key("sector", &typed.sector, SECTORS, read);
    a.structure = key("structure", &typed.structure, STRUCTURES, read);
    a.contact_name = read.optional("contact_name", &typed.contact_name, SHORT);
    a.contact_email = email("contact_email", &typed.contact_email, read);
    a.contact_phone = read.optional("contact_phone", &typed.contact_phone, SHORT);
}

fn people(a: &mut Application, typed: &Typed, read: &mut Reading) {
    a.people_total = read.whole("people_total", &typed.people_total, "people in all", 1, 5_000_000);
    a.people_ai =
        read.whole("people_ai", &typed.people_ai, "people in the AI life cycle", 0, 5_000_000);
    a.languages = keys("languages", &typed.languages, LANGUAGES, read);
}

fn scope(a: &mut Application, typed: &Typed, read: &mut Reading) {
    a.scope = read.optional("scope", &typed.scope, 2_000);
    a.units = read.optional("units", &typed.units, LONG);
    a.processes = read.optional("processes", &typed.processes, LONG);
    a.outsourced = read.optional("outsourced", &typed.outsourced, LONG);
    a.ai_roles = keys("ai_roles", &typed.ai_roles, AI_ROLES, read);
    a.ai_systems_total = systems("ai_systems_total", &typed.ai_systems_total, read);
}

fn systems(field: &str, typed: &str, read: &mut Reading) -> Option<i32> {
    read.whole(field, typed, "AI systems in scope", 1, 100_000)
}

/// A whole scope as it was typed: its words, its sites, and what it leaves out.
pub(crate) fn scope_typed(typed: &Typed, read: &mut Reading) -> ScopeContent {
    ScopeContent {
        scope: read.optional("scope", &typed.scope, 2_000),
        units: read.optional("units", &typed.units, LONG),
        processes: read.optional("processes", &typed.processes, LONG),
        outsourced: read.optional("outsourced", &typed.outsourced, LONG),
        ai_roles: keys("ai_roles", &typed.ai_roles, AI_ROLES, read),
        ai_systems_total: systems("ai_systems_total", &typed.ai_systems_total, read),
        sites: rows::sites(typed, read),
        exclusions: rows::exclusions(typed, read),
    }
}

fn consultancy(a: &mut Application, typed: &Typed, read: &mut Reading) {
    a.consultancy = yes_no("consultancy", &typed.consultancy, read);
    a.consultancy_by = read.optional("consultancy_by", &typed.consultancy_by, 1_000);
    a.consultancy_ended_on =
        read.date("consultancy_ended_on", &typed.consultancy_ended_on, "its last day");
}

fn signatory(a: &mut Application, typed: &Typed, read: &mut Reading) {
    a.signatory_name = read.optional("signatory_name", &typed.signatory_name, SHORT);
    a.signatory_position = read.optional("signatory_position", &typed.signatory_position, SHORT);
    a.signatory_email = email("signatory_email", &typed.signatory_email, read);
}

fn email(field: &str, typed: &str, read: &mut Reading) -> String {
    if typed.trim().is_empty() { String::new() } else { read.email(field, typed) }
}

/// A key of a list, or nothing yet.
pub(super) fn key(field: &str, typed: &str, list: &[Choice], read: &mut Reading) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    let find =
        |typed: &str| list.iter().find(|(key, _)| *key == typed).map(|(key, _)| (*key).to_owned());
    read.choice(field, typed, "one from the list", find).unwrap_or_default()
}

/// Keys of a list, in its order.
fn keys(field: &str, typed: &[String], list: &[Choice], read: &mut Reading) -> Vec<String> {
    for unknown in typed.iter().filter(|typed| !list.iter().any(|(key, _)| key == typed)) {
        read.errors.add(field, format!("Choose from the list; “{unknown}” is not on it"));
    }
    list.iter()
        .filter(|(key, _)| typed.iter().any(|t| t == key))
        .map(|(key, _)| (*key).to_owned())
        .collect()
}

fn yes_no(field: &str, typed: &str, read: &mut Reading) -> Option<bool> {
    match typed.trim() {
        "" => None,
        typed => read.yes_or_no(field, typed, "yes or no"),
    }
}
