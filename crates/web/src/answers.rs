//! An application's answers in words, section by section, for every page that shows them.

use crate::page::day_or_dash;
use certification::applications::{Application, Section, lists};
use certification::countries;

/// What an application says in one section.
pub(crate) struct Answers {
    pub(crate) section: Section,
    pub(crate) title: &'static str,
    /// For those who read what the client has answered.
    pub(crate) title_for_readers: &'static str,
    pub(crate) lines: Vec<(&'static str, String)>,
    /// Sites, exclusions, certificates: what comes in rows.
    pub(crate) table: Option<Table>,
    pub(crate) gaps: Vec<String>,
}

pub(crate) struct Table {
    pub(crate) head: &'static [&'static str],
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// A row's cells with their headings.
    pub(crate) fn cells<'a>(&self, row: &'a [String]) -> Vec<(&'static str, &'a str)> {
        self.head.iter().copied().zip(row.iter().map(String::as_str)).collect()
    }
}

/// All sections in their order.
pub(crate) fn answers(a: &Application) -> Vec<Answers> {
    Section::ALL.into_iter().map(|section| of(section, a)).collect()
}

fn of(section: Section, a: &Application) -> Answers {
    let (lines, table) = match section {
        Section::Organisation => (organisation(a), None),
        Section::People => (people(a), None),
        Section::Sites => (vec![], Some(sites(a))),
        Section::Scope => (scope(a), None),
        Section::Exclusions => exclusions(a),
        Section::Certificates => certificates(a),
        Section::Consultancy => (consultancy(a), None),
        Section::Signatory => (signatory(a), None),
    };
    let lines = lines.into_iter().map(|(label, said)| (label, or_blank(said))).collect();
    Answers {
        section,
        title: section.title_in(a.standard),
        title_for_readers: section.title_for_readers(a.standard),
        lines,
        table: table.filter(|table| !table.rows.is_empty()),
        gaps: section.gaps(a),
    }
}

fn or_blank(said: String) -> String {
    if said.is_empty() { "–".to_owned() } else { said }
}

fn number(n: Option<i32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn yes_no(answer: Option<bool>) -> String {
    answer.map_or("", |yes| if yes { "Yes" } else { "No" }).to_owned()
}

fn organisation(a: &Application) -> Vec<(&'static str, String)> {
    vec![
        ("Legal name", a.legal_name.clone()),
        ("Registration", a.registration.clone()),
        ("Registered address", a.address.clone()),
        ("Country", countries::name(&a.country).to_owned()),
        ("Website", a.website.clone()),
        ("Sector", lists::title(lists::SECTORS, &a.sector).to_owned()),
        ("Certifies management systems itself", yes_no(a.certification_body)),
        ("How the scope lies", lists::title(lists::STRUCTURES, &a.structure).to_owned()),
        ("Contact", a.contact_name.clone()),
        ("Contact’s e-mail", a.contact_email.clone()),
        ("Contact’s telephone", a.contact_phone.clone()),
    ]
}

fn people(a: &Application) -> Vec<(&'static str, String)> {
    let mut lines = vec![("People in all", number(a.people_total))];
    if a.standard.concerns_ai {
        lines.push(("People in the AI life cycle", number(a.people_ai)));
    }
    lines.push(("Languages", a.spoken().join(", ")));
    lines
}

fn sites(a: &Application) -> Table {
    let row = |site: &certification::applications::Site| {
        let name = if site.central {
            format!("{} (central function)", site.name)
        } else {
            site.name.clone()
        };
        let country = countries::name(&site.country).to_owned();
        vec![
            or_blank(name),
            or_blank(site.address.lines().map(str::trim).collect::<Vec<_>>().join(", ")),
            or_blank(country),
            or_blank(number(site.people)),
            or_blank(site.scope.clone()),
        ]
    };
    Table {
        head: &["Site", "Address", "Country", "People", "What is done there"],
        rows: a.sites.iter().map(row).collect(),
    }
}

fn scope(a: &Application) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("Scope asked for", a.scope.clone()),
        ("Units", a.units.clone()),
        ("Processes", a.processes.clone()),
        ("Outsourced functions", a.outsourced.clone()),
    ];
    if a.standard.concerns_ai {
        lines.push(("AI roles", a.roles().join("\n")));
        lines.push(("AI systems in scope", number(a.ai_systems_total)));
    }
    lines
}

fn exclusions(a: &Application) -> (Vec<(&'static str, String)>, Option<Table>) {
    let row = |exclusion: &certification::applications::Exclusion| {
        let why = if exclusion.justification.is_empty() {
            "No justification yet"
        } else {
            &exclusion.justification
        };
        vec![or_blank(exclusion.what.clone()), why.to_owned()]
    };
    let table = Table {
        head: &["Left out", "Justification"],
        rows: a.exclusions.iter().map(row).collect(),
    };
    (vec![("Anything left out", yes_no(a.excludes))], Some(table))
}

fn certificates(a: &Application) -> (Vec<(&'static str, String)>, Option<Table>) {
    let row = |held: &certification::applications::CertificateHeld| {
        vec![
            or_blank(held.standard.clone()),
            or_blank(held.issued_by.clone()),
            or_blank(held.number.clone()),
            day_or_dash(&held.expires_on),
        ]
    };
    let table = Table {
        head: &["Standard", "Issued by", "Number", "Expires"],
        rows: a.certificates_held.iter().map(row).collect(),
    };
    (vec![("Other certificates held", yes_no(a.holds_certificates))], Some(table))
}

fn consultancy(a: &Application) -> Vec<(&'static str, String)> {
    let mut lines = vec![("Consultancy received", yes_no(a.consultancy))];
    if a.consultancy == Some(true) {
        lines.push(("From whom", a.consultancy_by.clone()));
        lines.push(("Last day", day_or_dash(&a.consultancy_ended_on)));
    }
    lines
}

fn signatory(a: &Application) -> Vec<(&'static str, String)> {
    vec![
        ("Name", a.signatory_name.clone()),
        ("Position", a.signatory_position.clone()),
        ("E-mail", a.signatory_email.clone()),
    ]
}
