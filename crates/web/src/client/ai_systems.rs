//! The client's register of AI systems, kept by hand: the list with what is incomplete, and an entry's own page.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::Client;
use askama::Template;
use certification::ai_systems::{self, AiSystem, Entry, FIELDS, Field, Upload};
use certification::applications::{self, Application};
use certification::{Error, Tx};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/ai-systems", list)
        .form("/b/{body}/client/ai-systems/new", blank, add)
        .form("/b/{body}/client/ai-systems/{id}", entry, change)
        .form("/b/{body}/client/ai-systems/{id}/remove", ask, remove)
}

/// Entries on one page of the list.
const ENTRIES: usize = 50;

#[derive(Template)]
#[template(path = "client/ai_systems.html")]
struct List {
    shell: Shell,
    application: Application,
    systems: Vec<AiSystem>,
    uploads: Vec<Upload>,
    from_start: bool,
    more: Option<String>,
}

impl List {
    /// What is incomplete in this entry, in words.
    fn gaps(&self, system: &AiSystem) -> String {
        ai_systems::gaps(system).join(", ")
    }

    fn incomplete(&self) -> usize {
        self.systems.iter().filter(|system| !ai_systems::gaps(system).is_empty()).count()
    }

    fn has_imports(&self) -> bool {
        self.uploads.iter().any(|upload| upload.state.is_confirmed())
    }

    /// What an entry says in one of its fields, in words.
    fn said<'a>(&self, system: &'a AiSystem, key: &str) -> &'a str {
        Field::of(key).map_or("", |field| field.shown(&system.entry))
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct From {
    after: Option<Uuid>,
}

async fn list(client: Client, Asked(from): Asked<From>) -> Answer {
    let (application, mut systems, uploads) = client
        .read(async |tx| {
            let application = applications::own(tx).await?;
            let id = application.engagement_id;
            let systems = ai_systems::list(tx, id, from.after, ENTRIES as i64 + 1).await?;
            Ok((application, systems, ai_systems::uploads(tx, id).await?))
        })
        .await?;
    let further = systems.len() > ENTRIES;
    systems.truncate(ENTRIES);
    let last = systems.last().filter(|_| further).map(|last| last.id);
    let page = List {
        shell: client.shell(),
        application,
        systems,
        uploads,
        from_start: from.after.is_none(),
        more: last.map(|last| client.href(&format!("/ai-systems?after={last}"))),
    };
    client.page(&page)
}

/// What stands around a page with a form, whose title says so when the form came back.
pub(super) fn shell_of(client: &Client, form: &Filled) -> Shell {
    let mut shell = client.shell();
    shell.failed = form.failed();
    shell
}

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

/// The acting client's application and one entry of its register.
async fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<(Application, AiSystem), Error> {
    let application = applications::own(tx).await?;
    let system = ai_systems::of(tx, application.engagement_id, id).await?;
    Ok((application, system))
}

async fn blank(client: Client) -> Answer {
    show_new(&client, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show_new(client: &Client, form: Filled) -> Answer {
    let application = client.read(applications::own).await?;
    let page = Page {
        shell: shell_of(client, &form),
        groups: groups(),
        known: None,
        gaps: vec![],
        may_change: application.state.is_open() || form.failed(),
        may_remove: false,
        overtaken: false,
        form,
    };
    client.page_at(page.form.status(), &page)
}

async fn add(client: Client, form: Filled) -> Answer {
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

async fn entry(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (application, system) = client.read(async |tx| one(tx, id).await).await?;
    let kept = Entry::KEYS.iter().map(|key| (*key, system.entry.get(key).to_owned()));
    let version = ("version", system.version.to_string());
    let form = Filled::from_values(kept.chain([version]));
    show(&client, &application, system, form, false)
}

fn show(
    client: &Client,
    application: &Application,
    system: AiSystem,
    form: Filled,
    overtaken: bool,
) -> Answer {
    let page = Page {
        shell: shell_of(client, &form),
        groups: groups(),
        gaps: ai_systems::gaps(&system),
        known: Some(system),
        may_change: ai_systems::may_change(application.state) || form.failed(),
        may_remove: application.state.is_open(),
        overtaken,
        form,
    };
    client.page_at(page.form.status(), &page)
}

/// Keeps the change. If somebody was faster, what was typed comes back with the version that it would replace.
async fn change(client: Client, At((_, id)): At<(String, Uuid)>, mut form: Filled) -> Answer {
    let typed: Entry = form.read()?;
    let version = form.value("version").to_owned();
    let act = client.write(async |tx| ai_systems::change(tx, id, &version, &typed).await).await;
    let Err(problem) = act else {
        return client.done("/ai-systems", "The entry is changed.");
    };
    let (application, system) = client.read(async |tx| one(tx, id).await).await?;
    let overtaken = matches!(problem, Problem(Error::Stale(_)));
    if overtaken {
        form.set("version", system.version.to_string());
    }
    show(&client, &application, system, form.with(problem)?, overtaken)
}

#[derive(Template)]
#[template(path = "client/ai_system_remove.html")]
struct Removal {
    shell: Shell,
    form: Filled,
    system: AiSystem,
}

async fn ask(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    removal(&client, id, Filled::default()).await
}

async fn removal(client: &Client, id: Uuid, form: Filled) -> Answer {
    let (_, system) = client.read(async |tx| one(tx, id).await).await?;
    let page = Removal { shell: shell_of(client, &form), form, system };
    client.page_at(page.form.status(), &page)
}

async fn remove(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    match client.write(async |tx| ai_systems::remove(tx, id).await).await {
        Ok(()) => client.done("/ai-systems", "The AI system is no longer in the register."),
        Err(problem) => removal(&client, id, Filled::default().with(problem)?).await,
    }
}
