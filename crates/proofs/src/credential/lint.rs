//! What must hold of a credential before a key touches it, and again when it is read back.

use super::view::{View, view};
use crate::status_list::LEAST_BITS;
use serde_json::Value;

/// The subject's members that UNTP's schema requires.
const SUBJECT: [&str; 7] = [
    "id",
    "name",
    "assessorLevel",
    "assessmentLevel",
    "attestationType",
    "issuedToParty",
    "referenceScheme",
];
/// The assessment's members that UNTP's schema requires.
const ASSESSMENT: [&str; 6] = [
    "id",
    "name",
    "assessmentCriteria",
    "assessmentDate",
    "assessedPerformance",
    "conformityTopic",
];

/// What is wrong with the credential, a sentence each; empty when it may be issued.
pub fn lint(credential: &Value) -> Vec<String> {
    let view = match view(credential) {
        Ok(view) => view,
        Err(error) => return vec![error.to_string()],
    };
    let mut found = schema(credential);
    found.extend(addresses(&view));
    found.extend(dates(&view));
    found.extend(empty(&view));
    found
}

fn schema(credential: &Value) -> Vec<String> {
    let subject = &credential["credentialSubject"];
    let assessment = &subject["conformityAssessment"][0];
    let lacking = |of: &Value, names: &[&str], whose: &str| {
        let missing = names.iter().filter(|name| of[**name].is_null());
        missing.map(|name| format!("The {whose} lacks {name:?}.")).collect::<Vec<_>>()
    };
    let mut found = lacking(subject, &SUBJECT, "attestation");
    found.extend(lacking(assessment, &ASSESSMENT, "assessment"));
    found.extend(lacking(credential, &["name"], "credential"));
    if ["exp", "nbf", "iat", "vc"].iter().any(|name| !credential[*name].is_null()) {
        found.push("A credential carries no JWT claims beside its own members.".to_owned());
    }
    found
}

fn addresses(view: &View) -> Vec<String> {
    let mut found = Vec::new();
    if !view.issuer.starts_with("did:web:") || view.issuer.contains('#') {
        found.push("The issuer is no did:web.".to_owned());
    }
    let named = [&view.id, &view.facts.register, &view.suspension.list, &view.revocation.list];
    // A demonstration certifies nobody, and may stand on any machine.
    let open = if view.facts.demonstration { "http://" } else { "http://localhost" };
    for address in named {
        if !address.starts_with("https://") && !address.starts_with(open) {
            found.push(format!("{address:?} is no https address."));
        }
    }
    if view.suspension.list == view.revocation.list {
        found.push("Suspension and withdrawal stand on the same list.".to_owned());
    }
    let places = [&view.suspension, &view.revocation];
    if places.iter().any(|entry| entry.index as usize >= LEAST_BITS) {
        found.push("A place on a status list lies behind the list's end.".to_owned());
    }
    found
}

fn dates(view: &View) -> Vec<String> {
    let mut found = Vec::new();
    if view.valid_until <= view.valid_from {
        found.push("It would end before it begins.".to_owned());
    }
    if view.facts.decided_on > view.valid_from.date().next_day().unwrap_or(view.facts.decided_on) {
        found.push("It would begin before the decision.".to_owned());
    }
    found
}

fn empty(view: &View) -> Vec<String> {
    let facts = &view.facts;
    let said = [
        ("number", &facts.number),
        ("body", &facts.body),
        ("client", &facts.client),
        ("standard", &facts.standard),
        ("scope", &facts.scope),
    ];
    let mut found: Vec<String> = said
        .iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| format!("The {name} is empty."))
        .collect();
    if facts.sites.is_empty() {
        found.push("It names no site.".to_owned());
    }
    if facts.revision < 1 {
        found.push("Revisions are counted from 1.".to_owned());
    }
    found
}
