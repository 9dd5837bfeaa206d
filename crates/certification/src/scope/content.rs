//! What a revision of the scope says, whole.

use crate::applications::{Application, Exclusion, Site, lists};
use crate::countries;
use crate::differences::Part;
use serde::{Deserialize, Serialize};

/// The scope, whole: its words, its sites, and what it leaves out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScopeContent {
    pub scope: String,
    pub units: String,
    pub processes: String,
    pub outsourced: String,
    /// Keys of [`lists::AI_ROLES`].
    pub ai_roles: Vec<String>,
    pub ai_systems_total: Option<i32>,
    pub sites: Vec<Site>,
    pub exclusions: Vec<Exclusion>,
}

impl From<&Application> for ScopeContent {
    fn from(a: &Application) -> Self {
        ScopeContent {
            scope: a.scope.clone(),
            units: a.units.clone(),
            processes: a.processes.clone(),
            outsourced: a.outsourced.clone(),
            ai_roles: a.ai_roles.clone(),
            ai_systems_total: a.ai_systems_total,
            sites: a.sites.clone(),
            exclusions: a.exclusions.clone(),
        }
    }
}

impl ScopeContent {
    /// The roles in words.
    pub fn roles(&self) -> Vec<&'static str> {
        lists::titles(lists::AI_ROLES, &self.ai_roles)
    }

    /// Puts this scope into an application, so that it is judged by the same rules.
    pub(super) fn put_into(&self, a: &mut Application) {
        a.scope.clone_from(&self.scope);
        a.units.clone_from(&self.units);
        a.processes.clone_from(&self.processes);
        a.outsourced.clone_from(&self.outsourced);
        a.ai_roles.clone_from(&self.ai_roles);
        a.ai_systems_total = self.ai_systems_total;
        a.sites.clone_from(&self.sites);
        a.exclusions.clone_from(&self.exclusions);
        a.excludes = Some(!self.exclusions.is_empty());
    }

    /// The parts that a difference is taken of: the words, each site, each exclusion.
    pub fn parts(&self) -> Vec<Part> {
        let total = self.ai_systems_total.map(|n| n.to_string()).unwrap_or_default();
        let words = Part {
            key: "scope".into(),
            title: "The scope".into(),
            fields: vec![
                ("Scope", self.scope.clone()),
                ("Units", self.units.clone()),
                ("Processes", self.processes.clone()),
                ("Outsourced functions", self.outsourced.clone()),
                ("Roles with AI systems", self.roles().join(", ")),
                ("AI systems in scope", total),
            ],
        };
        let sites = self.sites.iter().map(site);
        let exclusions = self.exclusions.iter().map(|exclusion| Part {
            key: format!("exclusion {}", exclusion.what),
            title: format!("Left out: {}", exclusion.what),
            fields: vec![("Justification", exclusion.justification.clone())],
        });
        std::iter::once(words).chain(sites).chain(exclusions).collect()
    }
}

fn site(site: &Site) -> Part {
    Part {
        key: format!("site {}", site.name),
        title: format!("Site: {}", site.name),
        fields: vec![
            ("Address", site.address.clone()),
            ("Country", countries::name(&site.country).to_owned()),
            ("People", site.people.map(|n| n.to_string()).unwrap_or_default()),
            ("Controlled from here", if site.central { "Yes" } else { "No" }.to_owned()),
            ("What is done there", site.scope.clone()),
        ],
    }
}
