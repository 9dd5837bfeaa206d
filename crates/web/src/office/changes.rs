//! Changes that a client reported: the list of a file, answering one, and everything kept in revisions.

use crate::app::Routes;
use crate::form::Filled;
use crate::kept::{Kept, kept};
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::changes::{self, Answered, Change};
use certification::{Error, Tx, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/changes", list)
        .form("/b/{body}/office/clients/{file}/changes/{change}", page, answer)
        .get("/b/{body}/office/clients/{file}/scope", revisions)
}

#[derive(Template)]
#[template(path = "office/changes.html")]
struct List {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    changes: Vec<Change>,
    older: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Before {
    before: Option<Uuid>,
}

const PAGE: i64 = 30;

async fn list(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Asked(asked): Asked<Before>,
) -> Answer {
    let (file, changes) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            Ok((file, changes::of_file(tx, id, asked.before, PAGE).await?))
        })
        .await?;
    let last = changes.last().filter(|_| changes.len() as i64 == PAGE);
    let older =
        last.map(|change| office.href(&format!("/clients/{id}/changes?before={}", change.id)));
    office.page(&List { shell: office.shell(), file, tab: "changes", changes, older })
}

#[derive(Template)]
#[template(path = "office/change.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    form: Filled,
    change: Change,
    /// Whether the acting person may answer, being a scheme manager.
    answers: bool,
}

impl Page {
    /// The answers that are given here; a change of scope has a page of its own.
    fn choices(&self) -> Vec<(&'static str, &'static str)> {
        let here = Answered::ALL.into_iter().filter(|a| *a != Answered::ScopeChange);
        here.map(|answered| (answered.key(), answered.title())).collect()
    }
}

/// The change of this file; another file's is not found here.
pub(super) async fn change_of(
    tx: &mut Tx<'_>,
    file: Uuid,
    change: Uuid,
) -> Result<(files::Brief, Change), Error> {
    let (file, change) = (files::of(tx, file).await?, changes::of(tx, change).await?);
    if change.file == file.file() { Ok((file, change)) } else { Err(Error::NotFound) }
}

async fn page(office: Office, At((_, file, id)): At<(String, Uuid, Uuid)>) -> Answer {
    show(&office, file, id, Filled::default()).await
}

async fn show(office: &Office, file: Uuid, id: Uuid, form: Filled) -> Answer {
    let (file, change) = office.read(async |tx| change_of(tx, file, id).await).await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let answers = office.actor.has(Function::SchemeManager);
    let page = Page { shell, file, tab: "changes", form, change, answers };
    office.page_at(page.form.status(), &page)
}

async fn answer(
    office: Office,
    At((_, file, id)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let answering = office.write(async |tx| {
        change_of(tx, file, id).await?;
        changes::answer(tx, &by, id, typed).await
    });
    match answering.await {
        Ok(()) => office.done(
            &format!("/clients/{file}/changes"),
            "The change is answered, and the client is told.",
        ),
        Err(problem) => show(&office, file, id, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "office/scope.html")]
struct Revisions {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    kept: Kept,
}

async fn revisions(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (file, kept) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let kept = kept(tx, id, file.standard).await?;
            Ok((file, kept))
        })
        .await?;
    office.page(&Revisions { shell: office.shell(), file, tab: "changes", kept })
}
