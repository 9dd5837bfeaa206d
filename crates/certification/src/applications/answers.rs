//! The sections of an application, and what each still lacks (APP-1, APP-4).

use super::Application;
use crate::standards::Standard;

/// A section of the application: one page each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Organisation,
    People,
    Sites,
    Scope,
    Exclusions,
    Certificates,
    Consultancy,
    Signatory,
}

impl Section {
    pub const ALL: [Section; 8] = [
        Section::Organisation,
        Section::People,
        Section::Sites,
        Section::Scope,
        Section::Exclusions,
        Section::Certificates,
        Section::Consultancy,
        Section::Signatory,
    ];

    /// The key, which is also the last part of its address.
    pub fn key(self) -> &'static str {
        match self {
            Section::Organisation => "organisation",
            Section::People => "people",
            Section::Sites => "sites",
            Section::Scope => "scope",
            Section::Exclusions => "exclusions",
            Section::Certificates => "certificates",
            Section::Consultancy => "consultancy",
            Section::Signatory => "signatory",
        }
    }

    /// The title in the application for a standard.
    pub fn title_in(self, standard: &Standard) -> &'static str {
        match self {
            Section::Scope if !standard.concerns_ai => "Scope",
            other => other.title(),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Section::Organisation => "Your organisation",
            Section::People => "People and languages",
            Section::Sites => "Sites",
            Section::Scope => "Scope and AI roles",
            Section::Exclusions => "What you leave out",
            Section::Certificates => "Certificates you hold",
            Section::Consultancy => "Consultancy received",
            Section::Signatory => "Who signs for you",
        }
    }

    /// The title for those who read what the client has answered.
    pub fn title_for_readers(self, standard: &Standard) -> &'static str {
        match self {
            Section::Organisation => "The organisation",
            Section::Exclusions => "What it leaves out",
            Section::Certificates => "Certificates it holds",
            Section::Signatory => "Who signs for it",
            other => other.title_in(standard),
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }

    /// The section after this one; none after the last.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|section| *section != self).nth(1)
    }

    /// What this section still lacks before the application can be submitted.
    pub fn gaps(self, application: &Application) -> Vec<String> {
        let mut gaps = Gaps::default();
        match self {
            Section::Organisation => organisation(application, &mut gaps),
            Section::People => people(application, &mut gaps),
            Section::Sites => sites(application, &mut gaps),
            Section::Scope => scope(application, &mut gaps),
            Section::Exclusions => exclusions(application, &mut gaps),
            Section::Certificates => certificates(application, &mut gaps),
            Section::Consultancy => consultancy(application, &mut gaps),
            Section::Signatory => signatory(application, &mut gaps),
        }
        gaps.0
    }
}

/// Everything that the application does not name yet, item by item (APP-1).
pub fn gaps(application: &Application) -> Vec<String> {
    let lacks = |section: Section| {
        let named = move |gap| format!("{}: {gap}", section.title_in(application.standard));
        section.gaps(application).into_iter().map(named)
    };
    Section::ALL.into_iter().flat_map(lacks).collect()
}

/// The exclusions without a justification (APP-4).
pub fn unjustified(application: &Application) -> Vec<String> {
    let bare = application.exclusions.iter().filter(|exclusion| exclusion.justification.is_empty());
    bare.map(|exclusion| format!("The justification for leaving out “{}”", exclusion.what))
        .collect()
}

#[derive(Default)]
struct Gaps(Vec<String>);

impl Gaps {
    fn unless(&mut self, given: bool, what: impl Into<String>) {
        if !given {
            self.0.push(what.into());
        }
    }
}

fn organisation(a: &Application, gaps: &mut Gaps) {
    gaps.unless(!a.legal_name.is_empty(), "legal name");
    gaps.unless(!a.address.is_empty(), "registered address");
    gaps.unless(!a.country.is_empty(), "country");
    let said = a.certification_body.is_some();
    gaps.unless(said, "whether you certify management systems yourselves");
    gaps.unless(!a.sector.is_empty(), "sector");
    gaps.unless(!a.structure.is_empty(), "how the scope lies in your organisation");
    gaps.unless(!a.contact_name.is_empty(), "name of the contact");
    gaps.unless(!a.contact_email.is_empty(), "e-mail address of the contact");
}

fn people(a: &Application, gaps: &mut Gaps) {
    gaps.unless(a.people_total.is_some(), "people in all");
    gaps.unless(!a.standard.concerns_ai || a.people_ai.is_some(), "people in the AI life cycle");
    let fits = a.people_ai.zip(a.people_total).is_none_or(|(ai, total)| ai <= total);
    gaps.unless(fits, "fewer people in the AI life cycle than in all");
    gaps.unless(!a.languages.is_empty(), "languages");
}

fn sites(a: &Application, gaps: &mut Gaps) {
    gaps.unless(!a.sites.is_empty(), "at least one site");
    for (n, site) in a.sites.iter().enumerate() {
        gaps.unless(!site.name.is_empty(), format!("name of site {}", n + 1));
        gaps.unless(!site.address.is_empty(), format!("address of site {}", n + 1));
        gaps.unless(!site.country.is_empty(), format!("country of site {}", n + 1));
    }
}

fn scope(a: &Application, gaps: &mut Gaps) {
    gaps.unless(!a.scope.is_empty(), "the scope you ask for");
    gaps.unless(!a.units.is_empty(), "units");
    gaps.unless(!a.processes.is_empty(), "processes");
    gaps.unless(!a.outsourced.is_empty(), "outsourced functions, or “none”");
    if !a.standard.concerns_ai {
        return;
    }
    gaps.unless(!a.ai_roles.is_empty(), "AI roles");
    gaps.unless(a.ai_systems_total.is_some(), "number of AI systems in scope");
}

fn exclusions(a: &Application, gaps: &mut Gaps) {
    gaps.unless(a.excludes.is_some(), "whether you leave anything out");
    let named = a.excludes != Some(true) || !a.exclusions.is_empty();
    gaps.unless(named, "what you leave out");
    let all = a.exclusions.iter().all(|exclusion| !exclusion.what.is_empty());
    gaps.unless(all, "what each justification is about");
}

fn certificates(a: &Application, gaps: &mut Gaps) {
    gaps.unless(a.holds_certificates.is_some(), "whether you hold other certificates");
    let named = a.holds_certificates != Some(true) || !a.certificates_held.is_empty();
    gaps.unless(named, "the certificates you hold");
    let all = a
        .certificates_held
        .iter()
        .all(|held| !held.standard.is_empty() && !held.issued_by.is_empty());
    gaps.unless(all, "standard and issuer of each certificate");
}

fn consultancy(a: &Application, gaps: &mut Gaps) {
    gaps.unless(a.consultancy.is_some(), "whether you received consultancy");
    gaps.unless(
        a.consultancy != Some(true) || !a.consultancy_by.is_empty(),
        "who gave the consultancy",
    );
}

fn signatory(a: &Application, gaps: &mut Gaps) {
    gaps.unless(!a.signatory_name.is_empty(), "name");
    gaps.unless(!a.signatory_position.is_empty(), "position");
    gaps.unless(!a.signatory_email.is_empty(), "e-mail address");
}
