//! The sections of the client's application, one page each: what is typed is kept, complete or not.

use super::stored::stored;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::rows::{self, Row};
use crate::session::Client;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use certification::applications::lists::{
    AI_ROLES, Choice, LANGUAGES, SECTORS, STRUCTURES, YES_NO,
};
use certification::applications::{self, Section, Typed};
use certification::countries;
use certification::standards::Scheme;
use certification::{Error, files};

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/client/application/{section}", page, save)
}

#[derive(Template)]
#[template(path = "client/section.html")]
struct Page {
    shell: Shell,
    standard: Scheme,
    section: Section,
    form: Filled,
    rows: Vec<Row>,
    pattern: Row,
    /// Where in the list of sections this one is, from 1.
    nth: usize,
    from_check: bool,
    /// Somebody else changed the application while this page was open.
    overtaken: bool,
}

impl Page {
    fn countries(&self) -> &'static [Choice] {
        countries::ALL
    }

    fn sectors(&self) -> &'static [Choice] {
        SECTORS
    }

    fn structures(&self) -> &'static [Choice] {
        STRUCTURES
    }

    fn languages(&self) -> &'static [Choice] {
        LANGUAGES
    }

    fn ai_roles(&self) -> &'static [Choice] {
        AI_ROLES
    }

    fn yes_no(&self) -> &'static [Choice] {
        YES_NO
    }

    fn consultancy(&self) -> String {
        format!("Did you receive consultancy for your {}?", self.standard.system)
    }

    fn sector_hint(&self) -> &'static str {
        match self.standard.concerns_ai {
            true => "The one that most of your AI systems serve.",
            false => "The one in which most of the work within the scope lies.",
        }
    }

    fn scope_hint(&self) -> &'static str {
        match self.standard.concerns_ai {
            true => {
                "One or two sentences, as a customer would read them: what you do with AI systems, for whom."
            }
            false => "One or two sentences, as a customer would read them: what you do, for whom.",
        }
    }

    fn processes_hint(&self) -> &'static str {
        match self.standard.concerns_ai {
            true => {
                "The activities within the scope, such as developing, buying, running or watching over AI systems."
            }
            false => "The activities within the scope.",
        }
    }
}

/// Where the page was opened from.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Opened {
    from: String,
}

impl Opened {
    fn check(&self) -> bool {
        self.from == "check"
    }
}

fn known(key: &str) -> Result<Section, Problem> {
    Section::from_key(key).ok_or_else(Problem::not_found)
}

async fn page(
    client: Client,
    At((_, key)): At<(String, String)>,
    Asked(from): Asked<Opened>,
) -> Answer {
    let section = known(&key)?;
    let application = client.read(applications::own).await?;
    if !application.state.is_open() {
        return Ok(Redirect::to(&client.href("/application")).into_response());
    }
    let standard = application.standard;
    show(&client, (standard, section), &from, stored(&application), Shown::default())
}

/// How the page is shown besides what its form holds.
#[derive(Default)]
struct Shown {
    blank_rows: usize,
    overtaken: bool,
}

fn show(
    client: &Client,
    (standard, section): (Scheme, Section),
    from: &Opened,
    form: Filled,
    shown: Shown,
) -> Answer {
    let mut shell = client.shell();
    shell.failed = form.failed();
    let nth = Section::ALL.iter().position(|s| *s == section).unwrap_or_default() + 1;
    let rows = rows::rows(&form, repeated(section), shown.blank_rows);
    let (from_check, overtaken) = (from.check(), shown.overtaken);
    let pattern = rows::pattern();
    client.page_at(
        form.status(),
        &Page { shell, standard, section, form, rows, pattern, nth, from_check, overtaken },
    )
}

/// The fields of a section that come in rows.
fn repeated(section: Section) -> &'static [&'static str] {
    match section {
        Section::Sites => &[
            "site_name",
            "site_address",
            "site_country",
            "site_people",
            "site_central",
            "site_scope",
        ],
        Section::Exclusions => &["exclusion_what", "exclusion_why"],
        Section::Certificates => &["held_standard", "held_issuer", "held_number", "held_expires"],
        Section::Organisation
        | Section::People
        | Section::Scope
        | Section::Consultancy
        | Section::Signatory => &[],
    }
}

/// Keeps the section and goes on; the button for another row keeps nothing, and gives everything back.
async fn save(
    client: Client,
    At((_, key)): At<(String, String)>,
    Asked(from): Asked<Opened>,
    form: Filled,
) -> Answer {
    let section = known(&key)?;
    let standard = client.read(files::own).await?.standard;
    if !form.value("add").is_empty() {
        return show(
            &client,
            (standard, section),
            &from,
            form,
            Shown { blank_rows: 1, overtaken: false },
        );
    }
    let typed: Typed = form.read()?;
    match client.write(async |tx| applications::save(tx, section, &typed).await).await {
        Ok(()) => client.done(&onward(section, &from, form.value("go")), "Saved."),
        Err(Problem(Error::Stale(sentence))) => {
            overtaken(&client, section, &from, form, sentence).await
        }
        Err(problem) => {
            show(&client, (standard, section), &from, form.with(problem)?, Shown::default())
        }
    }
}

/// What was typed comes back with the version that it would now replace, and the person is told so.
async fn overtaken(
    client: &Client,
    section: Section,
    from: &Opened,
    mut form: Filled,
    sentence: String,
) -> Answer {
    let now = client.read(applications::own).await?;
    form.set("version", now.version.to_string());
    let form = form.with(Error::Stale(sentence).into())?;
    show(client, (now.standard, section), from, form, Shown { blank_rows: 0, overtaken: true })
}

fn onward(section: Section, from: &Opened, go: &str) -> String {
    match section.next() {
        _ if from.check() => "/application/check".to_owned(),
        Some(next) if go != "list" => format!("/application/{}", next.key()),
        _ => "/application".to_owned(),
    }
}
