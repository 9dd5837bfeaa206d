//! An application as the forms of its sections hold it.

use crate::form::Filled;
use crate::page::field_date;
use certification::applications::Application;

/// All sections in one form: each page shows its own fields.
pub(super) fn stored(a: &Application) -> Filled {
    let mut values = plain(a);
    values.extend(a.languages.iter().map(|key| ("languages", key.clone())));
    values.extend(a.ai_roles.iter().map(|key| ("ai_roles", key.clone())));
    values.extend(in_rows(a));
    Filled::from_values(values)
}

fn number(n: Option<i32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn yes_no(answer: Option<bool>) -> String {
    answer.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned()
}

fn plain(a: &Application) -> Vec<(&'static str, String)> {
    vec![
        ("version", a.version.to_string()),
        ("legal_name", a.legal_name.clone()),
        ("registration", a.registration.clone()),
        ("address", a.address.clone()),
        ("country", a.country.clone()),
        ("website", a.website.clone()),
        ("contact_name", a.contact_name.clone()),
        ("contact_email", a.contact_email.clone()),
        ("contact_phone", a.contact_phone.clone()),
        ("sector", a.sector.clone()),
        ("certification_body", yes_no(a.certification_body)),
        ("structure", a.structure.clone()),
        ("people_total", number(a.people_total)),
        ("people_ai", number(a.people_ai)),
        ("scope", a.scope.clone()),
        ("units", a.units.clone()),
        ("processes", a.processes.clone()),
        ("outsourced", a.outsourced.clone()),
        ("ai_systems_total", number(a.ai_systems_total)),
        ("excludes", yes_no(a.excludes)),
        ("holds_certificates", yes_no(a.holds_certificates)),
        ("consultancy", yes_no(a.consultancy)),
        ("consultancy_by", a.consultancy_by.clone()),
        ("consultancy_ended_on", field_date(a.consultancy_ended_on)),
        ("signatory_name", a.signatory_name.clone()),
        ("signatory_position", a.signatory_position.clone()),
        ("signatory_email", a.signatory_email.clone()),
    ]
}

fn in_rows(a: &Application) -> Vec<(&'static str, String)> {
    let sites = a.sites.iter().flat_map(|site| {
        [
            ("site_name", site.name.clone()),
            ("site_address", site.address.clone()),
            ("site_country", site.country.clone()),
            ("site_people", number(site.people)),
            ("site_central", yes_no(Some(site.central))),
            ("site_scope", site.scope.clone()),
        ]
    });
    let exclusions = a.exclusions.iter().flat_map(|exclusion| {
        [
            ("exclusion_what", exclusion.what.clone()),
            ("exclusion_why", exclusion.justification.clone()),
        ]
    });
    let held = a.certificates_held.iter().flat_map(|held| {
        [
            ("held_standard", held.standard.clone()),
            ("held_issuer", held.issued_by.clone()),
            ("held_number", held.number.clone()),
            ("held_expires", field_date(held.expires_on)),
        ]
    });
    sites.chain(exclusions).chain(held).collect()
}
