//! The client's application: its sections and whose turn it is, the check before submitting, and what was submitted.

use crate::answers::{Answers, answers};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::session::Client;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use certification::ai_systems::{self, AiSystem};
use certification::applications::{self, Application, Section, State};
use certification::standards::Scheme;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/client/application", show).form(
        "/b/{body}/client/application/check",
        check,
        submit,
    )
}

#[derive(Template)]
#[template(path = "client/application.html")]
struct Overview {
    shell: Shell,
    application: Application,
    standing: Standing,
    tasks: Vec<Task>,
    /// All answers, once they can no longer be changed.
    answers: Vec<Answers>,
    change: Option<String>,
}

/// Where the application stands, in words for the client.
struct Standing {
    kind: &'static str,
    whose: &'static str,
    next: String,
}

/// A line of the list of what there is to do.
struct Task {
    title: &'static str,
    about: String,
    href: String,
    kind: &'static str,
    state: &'static str,
}

async fn show(client: Client) -> Answer {
    let application = client.read(applications::own).await?;
    let open = application.state.is_open();
    let page = Overview {
        shell: client.shell(),
        standing: standing(&client, &application),
        tasks: if open { tasks(&client, &application) } else { vec![] },
        answers: if open { vec![] } else { answers(&application) },
        change: None,
        application,
    };
    client.page(&page)
}

fn standing(client: &Client, application: &Application) -> Standing {
    let body = client.body.as_ref().map_or("the certification body", |body| body.name.as_str());
    let (kind, whose, next) = match application.state {
        State::Draft => (
            "act",
            "It is your turn",
            format!(
                "Complete each section, in any order. Then check your answers and submit them: only then does {body} see them."
            ),
        ),
        State::Returned => (
            "act",
            "It is your turn",
            format!(
                "{body} has questions. Answer them in the sections below, then check your answers and submit them again."
            ),
        ),
        State::Submitted => (
            "wait",
            "It is our turn",
            format!(
                "{body} reviews your application, and writes to you with the result: accepted, returned with questions, or declined with the reasons. Until then it cannot be changed."
            ),
        ),
        State::Accepted => (
            "good",
            "Accepted",
            format!(
                "{body} has accepted your application. Next it determines the audit time and sends you a proposal with the fixed fee; you decide then."
            ),
        ),
        State::Declined => (
            "bad",
            "Declined",
            format!(
                "{body} has declined your application, for the reasons given here. If you think that they rest on a mistake, write to it: it hears complaints and appeals. Once they are gone, apply anew."
            ),
        ),
    };
    Standing { kind, whose, next }
}

fn tasks(client: &Client, application: &Application) -> Vec<Task> {
    let section = |section: Section| {
        let missing = section.gaps(application).len();
        let (kind, state) = if missing == 0 { ("done", "Done") } else { ("act", "To do") };
        let about = match missing {
            0 => String::new(),
            1 => "1 answer missing".to_owned(),
            n => format!("{n} answers missing"),
        };
        let href = client.href(&format!("/application/{}", section.key()));
        Task { title: section.title_in(application.standard), about, href, kind, state }
    };
    let mut tasks: Vec<_> = Section::ALL.into_iter().map(section).collect();
    if application.standard.concerns_ai {
        tasks.push(register(client, application));
    }
    tasks
}

/// The register of AI systems as a task: an entry for each system that the scope names.
fn register(client: &Client, application: &Application) -> Task {
    let (has, wanted) = (application.ai_systems, application.ai_systems_total);
    let entries = if has == 1 { "1 entry".to_owned() } else { format!("{has} entries") };
    let about = match wanted {
        Some(wanted) if i64::from(wanted) != has => format!("{entries}; your scope names {wanted}"),
        _ => entries,
    };
    let whole = has > 0 && wanted.is_none_or(|wanted| i64::from(wanted) == has);
    let (kind, state) = if whole { ("done", "Done") } else { ("act", "To do") };
    Task { title: "Register of AI systems", about, href: client.href("/ai-systems"), kind, state }
}

#[derive(Template)]
#[template(path = "client/check.html")]
struct Check {
    shell: Shell,
    form: Filled,
    version: i32,
    standard: Scheme,
    ai_systems: i64,
    /// What keeps it from being submitted, item by item.
    missing: Vec<String>,
    answers: Vec<Answers>,
    change: Option<String>,
    /// Entries with gaps, which do not keep it from being submitted: name, address, what is missing.
    incomplete: Vec<(String, String, String)>,
}

impl Check {
    /// Each thing that is missing with the page that fills it.
    fn to_fill(&self) -> Vec<(&str, String)> {
        let base = self.change.as_deref().unwrap_or_default();
        let page = |item: &str| {
            let section = Section::ALL
                .into_iter()
                .find(|section| item.starts_with(&format!("{}:", section.title_in(self.standard))));
            section.map_or_else(
                || self.shell.href("/ai-systems"),
                |section| format!("{base}/{}?from=check", section.key()),
            )
        };
        self.missing.iter().map(|item| (item.as_str(), page(item))).collect()
    }
}

/// Entries of the register that the check looks at; the register's own pages show the rest.
const ENTRIES: i64 = 200;

async fn check(client: Client) -> Answer {
    again(&client, Filled::default()).await
}

async fn again(client: &Client, form: Filled) -> Answer {
    let (application, systems) = client
        .read(async |tx| {
            let application = applications::own(tx).await?;
            let systems = ai_systems::list(tx, application.engagement_id, None, ENTRIES).await?;
            Ok((application, systems))
        })
        .await?;
    if !application.state.is_open() && !form.failed() {
        return Ok(Redirect::to(&client.href("/application")).into_response());
    }
    let mut shell = client.shell();
    shell.failed = form.failed();
    let page = Check {
        shell,
        version: application.version,
        standard: application.standard,
        ai_systems: application.ai_systems,
        missing: applications::incomplete(&application).map(|no| no.missing).unwrap_or_default(),
        answers: answers(&application),
        change: application.state.is_open().then(|| client.href("/application")),
        incomplete: systems.iter().filter_map(|system| incomplete(client, system)).collect(),
        form,
    };
    client.page_at(page.form.status(), &page)
}

fn incomplete(client: &Client, system: &AiSystem) -> Option<(String, String, String)> {
    let gaps = ai_systems::gaps(system);
    let href = client.href(&format!("/ai-systems/{}", system.id));
    (!gaps.is_empty()).then(|| (system.entry.name.clone(), href, gaps.join(", ")))
}

async fn submit(client: Client, form: Filled) -> Answer {
    let typed = form.read()?;
    match client.write(async |tx| applications::submit(tx, typed).await).await {
        Ok(()) => client.done("/application", "Your application is submitted."),
        Err(problem) => again(&client, form.with(problem)?).await,
    }
}
