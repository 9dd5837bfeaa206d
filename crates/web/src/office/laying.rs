//! Laying a case of some kind before a panel: what each kind asks for.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use axum::extract::Query;
use certification::certificates::{OfFile, Site};
use certification::decisions::{self, CaseKind, Choice, Reason};
use certification::files;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/clients/{file}/case/new", show)
}

#[derive(serde::Deserialize)]
struct Asked {
    kind: Option<String>,
}

#[derive(Template)]
#[template(path = "office/case_new.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    choice: Choice,
    form: Filled,
    id: Uuid,
}

impl Page {
    fn reasons(&self) -> Vec<(String, String)> {
        Reason::ALL.iter().map(|r| (r.key().to_owned(), r.title().to_owned())).collect()
    }

    /// What the panel may decide, in words.
    fn outcomes(&self) -> String {
        let kind = self.choice.kind;
        let words = kind.outcomes().iter().map(|vote| vote.title(kind).to_lowercase());
        words.collect::<Vec<_>>().join("; or ")
    }
}

async fn show(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = asked.kind.unwrap_or_default();
    again(&office, id, Filled::from_values([("kind", kind)])).await
}

/// The page of one kind; what the certificate says now stands in the fields until somebody types.
pub(super) async fn again(office: &Office, id: Uuid, mut form: Filled) -> Answer {
    let (file, possible) = office
        .read(async |tx| Ok((files::of(tx, id).await?, decisions::possible(tx, id).await?)))
        .await?;
    let (asked, held) = (form.value("kind").to_owned(), possible.certificate);
    // Without a kind the first that is possible at all.
    let of_kind = |choice: &Choice| asked.is_empty() || choice.kind.key() == asked;
    let choice = possible.choices.into_iter().find(of_kind);
    let choice = match choice {
        Some(choice) => choice,
        // A kind that is out of the question now: the page of the decision says what was refused.
        None if form.failed() => return super::cases::again(office, id, form).await,
        None => return Err(crate::problem::Problem::not_found()),
    };
    if let Some(held) = held.filter(|_| !form.failed() && choice.kind == CaseKind::Scope) {
        form = as_it_is(&held);
    }
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page { shell, file, tab: "case", choice, form, id: Uuid::now_v7() };
    office.page_at(page.form.status(), &page)
}

/// Scope, sites and statement as the certificate names them now.
pub(super) fn as_it_is(held: &OfFile) -> Filled {
    Filled::from_values([
        ("client", held.content.client.clone()),
        ("scope", held.content.scope.clone()),
        ("sites", lines(&held.content.sites)),
        ("soa_version", held.content.soa_version.clone()),
    ])
}

/// One site a line: name; address; its own scope where that differs.
pub(super) fn lines(sites: &[Site]) -> String {
    let line = |site: &Site| {
        let own = if site.scope.is_empty() { String::new() } else { format!("; {}", site.scope) };
        format!("{}; {}{own}", site.name, site.address)
    };
    sites.iter().map(line).collect::<Vec<_>>().join("\n")
}
