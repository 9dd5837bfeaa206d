//! An entry's own page, where it is added and changed.

use super::{one, shell_of};
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Client;
use askama::Template;
use certification::Error;
use certification::ai_systems::{self, AiSystem, Entry, FIELDS, Field};
use certification::applications::{self, Application};
use uuid::Uuid;

/// Fields that are asked for together.
struct Group {
    title: &'static str,
    fields: &'static [Field],
}

fn groups() -> [Group; 3] {
    [
        Group { title: "What it is", fields: &FIELDS[..6] },
        Group { title: "Where it stands", fields: &FIELDS[6..11] },
        Group { title: "How it was made, and how it behaves", fields: &FIELDS[11..] },
    ]
}

#[derive(Template)]
#[template(path = "client/ai_system.html")]
struct Page {
    shell: Shell,
    form: Filled,
    groups: [Group; 3],
    /// The entry as it is kept; none while it is being added.
    known: Option<AiSystem>,
    gaps: Vec<&'static str>,
    may_change: bool,
    may_remove: bool,
    /// Somebody else changed the entry while this page was open.
    overtaken: bool,
}

impl Page {
    fn options(&self, field: &Field) -> Vec<(&'static str, &'static str)> {
        field.values.iter().map(|(key, words, _)| (*key, *words)).collect()
    }

    fn is_line(&self, field: &Field) -> bool {
        matches!(field.key, "name" | "owner" | "supplier" | "reference")
    }
}

pub(super) async fn blank(client: Client) -> Answer {
    show_new(&client, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show_new(client: &Client, form: Filled) -> Answer {
    let open = client
        .read(async |tx| {
            let application = applications::own(tx).await?;
            ai_systems::may_add_or_remove(tx, &application).await
        })
        .await?;
    let page = Page {
        shell: shell_of(client, &form),
        groups: groups(),
        known: None,
        gaps: vec![],
        may_change: open || form.failed(),
        may_remove: false,
        overtaken: false,
        form,
    };
    client.page_at(page.form.status(), &page)
}

pub(super) async fn add(client: Client, form: Filled) -> Answer {
    let typed: Entry = form.read()?;
    let id = form.value("id").parse().map_err(|_| Problem::bad_request())?;
    match client.write(async |tx| ai_systems::add(tx, id, &typed).await).await {
        Ok(()) if form.value("go") == "another" => {
            client.done("/ai-systems/new", "It is in the register.")
        }
        Ok(()) => client.done("/ai-systems", "The AI system is in the register."),
        Err(problem) => show_new(&client, form.with(problem)?).await,
    }
}

pub(super) async fn entry(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (application, system, may_remove) = client.read(async |tx| one(tx, id).await).await?;
    let kept = Entry::KEYS.iter().map(|key| (*key, system.entry.get(key).to_owned()));
    let version = ("version", system.version.to_string());
    let form = Filled::from_values(kept.chain([version]));
    show(&client, &application, system, form, Shown { may_remove, overtaken: false })
}

/// How an entry is shown besides what its form holds.
struct Shown {
    may_remove: bool,
    overtaken: bool,
}

fn show(
    client: &Client,
    application: &Application,
    system: AiSystem,
    form: Filled,
    shown: Shown,
) -> Answer {
    let page = Page {
        shell: shell_of(client, &form),
        groups: groups(),
        gaps: ai_systems::gaps(&system),
        known: Some(system),
        may_change: ai_systems::may_change(application.state) || form.failed(),
        may_remove: shown.may_remove,
        overtaken: shown.overtaken,
        form,
    };
    client.page_at(page.form.status(), &page)
}

/// Keeps the change. If somebody was faster, what was typed comes back with the version that it would replace.
pub(super) async fn change(
    client: Client,
    At((_, id)): At<(String, Uuid)>,
    mut form: Filled,
) -> Answer {
    let typed: Entry = form.read()?;
    let version = form.value("version").to_owned();
    let act = client.write(async |tx| ai_systems::change(tx, id, &version, &typed).await).await;
    let Err(problem) = act else {
        return client.done("/ai-systems", "The entry is changed.");
    };
    let (application, system, may_remove) = client.read(async |tx| one(tx, id).await).await?;
    let overtaken = matches!(problem, Problem(Error::Stale(_)));
    if overtaken {
        form.set("version", system.version.to_string());
    }
    show(&client, &application, system, form.with(problem)?, Shown { may_remove, overtaken })
}
