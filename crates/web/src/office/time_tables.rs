//! The tables of audit time in the settings: their versions, entering a newer one by copying, and marking one
//! as checked against the licensed text.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::audit_time::versions::{self, Version, as_lines};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/settings/time", list)
        .form("/b/{body}/office/settings/time/{key}/{version}", show, enter)
        .post("/b/{body}/office/settings/time/{key}/{version}/check", check)
}

/// What the settings' bar shows; the scheme managers keep these tables.
struct Frame {
    base: String,
    administrator: bool,
    tab: &'static str,
}

fn frame(office: &Office) -> Frame {
    Frame { base: office.href("/settings"), administrator: true, tab: "time" }
}

#[derive(Template)]
#[template(path = "office/time_tables.html")]
struct ListPage {
    shell: Shell,
    frame: Frame,
    versions: Vec<Version>,
}

#[derive(Template)]
#[template(path = "office/time_table.html")]
struct Page {
    shell: Shell,
    frame: Frame,
    version: Version,
    keeps_tables: bool,
    form: Filled,
}

async fn list(office: Office) -> Answer {
    let versions = office.read(versions::all).await?;
    office.page(&ListPage { shell: office.shell(), frame: frame(&office), versions })
}

type Path = (String, String, String);

async fn show(office: Office, At((_, key, version)): At<Path>) -> Answer {
    render(&office, &key, &version, None).await
}

async fn enter(office: Office, At((_, key, version)): At<Path>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let entered =
        office.write(async |tx| versions::enter(tx, &by, (&key, &version), typed).await).await;
    match entered {
        Ok(()) => office.done(
            "/settings/time",
            "The newer version is kept. It is unchecked until somebody compares it with the licensed text.",
        ),
        Err(problem) => render(&office, &key, &version, Some(form.with(problem)?)).await,
    }
}

async fn check(office: Office, At((_, key, version)): At<Path>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let checked =
        office.write(async |tx| versions::check(tx, &by, (&key, &version), typed).await).await;
    match checked {
        Ok(()) => office.done("/settings/time", "The version is marked as checked."),
        Err(problem) => render(&office, &key, &version, Some(form.with(problem)?)).await,
    }
}

async fn render(office: &Office, key: &str, version: &str, came_back: Option<Filled>) -> Answer {
    let version = office.read(async |tx| versions::of(tx, key, version).await).await?;
    let mut form = came_back.unwrap_or_default();
    let (rows, additions) = as_lines(&version.table);
    let today = office.today().to_string();
    let source = version.table.source.clone();
    let id = Uuid::now_v7().to_string();
    for (name, value) in [
        ("id", id),
        ("source", source),
        ("valid_from", today),
        ("rows", rows),
        ("additions", additions),
    ] {
        if form.all(name).is_empty() {
            form.set(name, value);
        }
    }
    let mut shell = office.shell();
    shell.failed = form.failed();
    let keeps_tables = office.actor.has(Function::SchemeManager);
    let page = Page { shell, frame: frame(office), version, keeps_tables, form };
    office.page_at(page.form.status(), &page)
}
