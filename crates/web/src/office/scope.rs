//! Answering a change with a new scope: the scope as it stands, changed, with the reason.

use super::changes::change_of;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::rows::{self, Row};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::applications::lists::{AI_ROLES, Choice};
use certification::applications::{Exclusion, Site, Typed};
use certification::changes::Change;
use certification::scope::{self, ScopeContent, ScopeRevision};
use certification::{countries, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/clients/{file}/changes/{change}/scope", page, revise)
}

#[derive(Template)]
#[template(path = "office/scope_change.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    form: Filled,
    change: Change,
    /// The revision that the form changes.
    revision: i32,
    sites: Vec<Row>,
    exclusions: Vec<Row>,
    pattern: Row,
    answers: bool,
}

impl Page {
    fn countries(&self) -> &'static [Choice] {
        countries::ALL
    }

    fn ai_roles(&self) -> &'static [Choice] {
        AI_ROLES
    }
}

const SITES: &[&str] =
    &["site_name", "site_address", "site_country", "site_people", "site_central", "site_scope"];
const EXCLUSIONS: &[&str] = &["exclusion_what", "exclusion_why"];

async fn page(office: Office, At((_, file, id)): At<(String, Uuid, Uuid)>) -> Answer {
    show(&office, file, id, None).await
}

/// The form as it was typed; without one, the scope as it stands.
async fn show(office: &Office, file: Uuid, id: Uuid, typed: Option<Filled>) -> Answer {
    let ((file, change), now) = office
        .read(async |tx| {
            let found = change_of(tx, file, id).await?;
            Ok((found, scope::newest(tx, file).await?))
        })
        .await?;
    let ScopeRevision { revision, content, .. } = now;
    let form = typed.unwrap_or_else(|| stored(&change, &content));
    let mut shell = office.shell();
    shell.failed = form.failed();
    let blank = |kind| usize::from(form.value("add") == kind);
    let page = Page {
        shell,
        file,
        tab: "changes",
        revision,
        sites: rows::rows(&form, SITES, blank("site")),
        exclusions: rows::rows(&form, EXCLUSIONS, blank("exclusion")),
        pattern: rows::pattern(),
        answers: change.state.is_open() && office.actor.has(Function::SchemeManager),
        change,
        form,
    };
    office.page_at(page.form.status(), &page)
}

/// Keeps the new scope; the button for another row keeps nothing, and gives everything back.
async fn revise(
    office: Office,
    At((_, file, id)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    if !form.value("add").is_empty() {
        return show(&office, file, id, Some(form)).await;
    }
    let typed: Typed = form.read()?;
    let revising = office.write(async |tx| {
        change_of(tx, file, id).await?;
        scope::revise(tx, &by, id, form.value("because"), &typed).await
    });
    match revising.await {
        Ok(()) => office.done(
            &format!("/clients/{file}/scope"),
            "The scope has a new revision, and the client is told.",
        ),
        Err(problem) => show(&office, file, id, Some(form.with(problem)?)).await,
    }
}

fn number(n: Option<i32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn stored(change: &Change, content: &ScopeContent) -> Filled {
    let mut values = vec![
        ("version", change.version.to_string()),
        ("scope", content.scope.clone()),
        ("units", content.units.clone()),
        ("processes", content.processes.clone()),
        ("outsourced", content.outsourced.clone()),
        ("ai_systems_total", number(content.ai_systems_total)),
    ];
    values.extend(content.ai_roles.iter().map(|key| ("ai_roles", key.clone())));
    values.extend(content.sites.iter().flat_map(site));
    values.extend(content.exclusions.iter().flat_map(exclusion));
    Filled::from_values(values)
}

fn site(site: &Site) -> [(&'static str, String); 6] {
    [
        ("site_name", site.name.clone()),
        ("site_address", site.address.clone()),
        ("site_country", site.country.clone()),
        ("site_people", number(site.people)),
        ("site_central", if site.central { "yes" } else { "no" }.to_owned()),
        ("site_scope", site.scope.clone()),
    ]
}

fn exclusion(exclusion: &Exclusion) -> [(&'static str, String); 2] {
    [("exclusion_what", exclusion.what.clone()), ("exclusion_why", exclusion.justification.clone())]
}
