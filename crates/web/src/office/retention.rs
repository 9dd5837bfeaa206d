//! Until when each file is kept and why it does not go yet; the dry run lists what would go today. A file's
//! legal holds are placed and lifted on a page of its own.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::files;
use certification::retention::{self, Hold, Kept};
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/retention", list)
        .form("/b/{body}/office/clients/{file}/holds", holds, place)
        .post("/b/{body}/office/clients/{file}/holds/lift", lift)
}

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "office/retention.html")]
struct List {
    shell: Shell,
    files: Vec<Kept>,
    /// Whether only what would go today is listed.
    dry_run: bool,
    today: Date,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: Option<Uuid>,
    dry_run: Option<String>,
}

async fn list(office: Office, Asked(asked): Asked<After>) -> Answer {
    let dry_run = asked.dry_run.is_some();
    let mut files = office
        .read(async |tx| retention::kept(tx, dry_run, asked.after, PAGE as i64 + 1).await)
        .await?;
    let more = files.len() > PAGE;
    files.truncate(PAGE);
    let base = office.href("/retention");
    let rest = if dry_run { "&dry_run=yes" } else { "" };
    let next = files.last().filter(|_| more);
    let next = next.map(|last| format!("{base}?after={}{rest}", last.engagement_id));
    let first = asked.after.map(|_| format!("{base}?{}", rest.trim_start_matches('&')));
    let today = office.today();
    office.page(&List { shell: office.shell(), files, dry_run, today, first, next })
}

#[derive(Template)]
#[template(path = "office/holds.html")]
struct Holds {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    form: Filled,
    holds: Vec<Hold>,
    new_id: Uuid,
    administrator: bool,
}

async fn holds(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&office, id, Filled::default()).await
}

async fn again(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, holds) = office
        .read(async |tx| Ok((files::of(tx, id).await?, retention::holds_of(tx, id).await?)))
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let administrator = office.actor.has(Function::Administrator);
    let new_id = Uuid::now_v7();
    let page = Holds { shell, file, tab: "record", form, holds, new_id, administrator };
    office.page_at(page.form.status(), &page)
}

async fn place(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.administrator()?, form.read()?);
    let placed = office.write(async |tx| {
        let file = files::of(tx, id).await?.file();
        retention::place(tx, &by, file, typed).await
    });
    match placed.await {
        Ok(()) => office
            .done(&format!("/clients/{id}/holds"), "The file is kept until the hold is lifted."),
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}

async fn lift(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.administrator()?, form.read()?);
    let lifted = office.write(async |tx| {
        let file = files::of(tx, id).await?.file();
        retention::lift(tx, &by, file, typed).await
    });
    match lifted.await {
        Ok(()) => office.done(&format!("/clients/{id}/holds"), "The hold is lifted."),
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}
