//! Findings as the client answers them: what is owed, one finding with every round, the answer kept as a
//! draft until it is checked and sent.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Client;
use crate::upload::{Arrived, Upload};
use askama::Template;
use axum::extract::Query;
use certification::evidence::{self, About, Received};
use certification::findings::rounds::{self, Answering, Dossier, Draft, Line};
use certification::standards::Scheme;
use certification::{Error, File, files, findings};
use uuid::Uuid;

/// Findings on one page of the list.
const PAGE: i64 = 30;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/findings", list)
        .form("/b/{body}/client/findings/{finding}", show, keep)
        .form("/b/{body}/client/findings/{finding}/check", check, send)
        .post("/b/{body}/client/findings/{finding}/evidence", give)
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: i32,
}

#[derive(Template)]
#[template(path = "client/findings.html")]
struct List {
    shell: Shell,
    /// The file's standard; none before there is a file, and then no finding.
    standard: Option<Scheme>,
    lines: Vec<Line>,
    older: Option<String>,
    base: String,
}

impl List {
    /// What a finding is against, in words.
    fn against(&self, line: &Line) -> String {
        self.standard.map_or_else(|| line.requirement.clone(), |one| one.named(&line.requirement))
    }
}

async fn list(client: Client, Query(After { after }): Query<After>) -> Answer {
    let (standard, found) = client
        .read(async |tx| match files::own(tx).await {
            Ok(file) => {
                let found = rounds::of_file(tx, file.engagement_id, after, PAGE).await?;
                Ok((Some(file.standard), found))
            }
            Err(Error::NotFound) => Ok((None, Vec::new())),
            Err(error) => Err(error),
        })
        .await?;
    let base = client.href("/findings");
    let older = found
        .last()
        .filter(|_| found.len() as i64 == PAGE)
        .map(|line| format!("{base}?after={}", line.number));
    client.page(&List { shell: client.shell(), standard, lines: found, older, base })
}

#[derive(Template)]
#[template(path = "client/finding.html")]
struct Page {
    shell: Shell,
    finding: Dossier,
    form: Filled,
    base: String,
    /// What somebody else kept while this was typed.
    theirs: Option<Answering>,
}

async fn show(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    page(&client, id, None).await
}

async fn page(client: &Client, id: Uuid, form: Option<Filled>) -> Answer {
    let (finding, draft) = client
        .read(async |tx| Ok((rounds::dossier(tx, id).await?, rounds::draft(tx, id).await?)))
        .await?;
    let mut theirs = None;
    let form = match (form, draft) {
        // Overtaken: the next sending replaces what is shown beside.
        (Some(mut form), Some(draft)) if form.error("").is_some() => {
            form.set("kept_at", draft.mark());
            theirs = Some(draft.words);
            form
        }
        (Some(form), _) => form,
        (None, draft) => filled(draft),
    };
    let mut shell = client.shell();
    shell.failed = form.failed();
    let base = client.href(&format!("/findings/{id}"));
    client.page_at(form.status(), &Page { shell, finding, form, base, theirs })
}

fn filled(draft: Option<Draft>) -> Filled {
    let mark = draft.as_ref().map(Draft::mark).unwrap_or_default();
    let draft = draft.map(|draft| draft.words).unwrap_or_default();
    Filled::from_values([
        ("kept_at", mark.as_str()),
        ("correction", draft.correction.as_str()),
        ("root_cause", &draft.root_cause),
        ("action", &draft.action),
        ("responsible", &draft.responsible),
        ("due_on", &draft.due_on),
    ])
}

/// Keeps the draft and the files, whatever else; "check" goes on when the answer is whole.
async fn keep(client: Client, At((_, id)): At<(String, Uuid)>, upload: Upload) -> Answer {
    let (mut form, files) = match upload.receive(&client.app, &client.actor).await {
        Ok(Arrived { form, files }) => (form, files.into_iter().map(|(_, file)| file).collect()),
        Err((form, problem)) => return page(&client, id, Some(form.with(problem)?)).await,
    };
    let typed: Answering = form.read()?;
    let kept = client.write(async |tx| {
        let mark = rounds::save_draft(tx, id, typed.clone()).await?;
        attach(tx, id, files).await?;
        Ok(mark)
    });
    match kept.await {
        Ok(mark) => form.set("kept_at", mark),
        Err(problem) => return page(&client, id, Some(form.with(problem)?)).await,
    }
    if form.value("step") != "check" {
        return client
            .done(&format!("/findings/{id}"), "Your draft is kept. Nothing was sent yet.");
    }
    match client.read(async |tx| rounds::check(tx, &typed)).await {
        Ok(()) => Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(
            &client.href(&format!("/findings/{id}/check")),
        ))),
        Err(problem) => page(&client, id, Some(form.with(problem)?)).await,
    }
}

async fn attach(
    tx: &mut certification::Tx<'_>,
    id: Uuid,
    files: Vec<Received>,
) -> Result<(), Error> {
    if files.is_empty() {
        return Ok(());
    }
    let finding = rounds::dossier(tx, id).await?;
    if !finding.takes_files() {
        return Err(certification::rulebook::ORDER
            .refuse(
                format!("The finding is \"{}\".", finding.state.title()),
                "Nothing more is owed on it.",
            )
            .into());
    }
    let file = File { client_id: finding.client_id, engagement_id: finding.engagement_id };
    for received in files {
        evidence::keep(tx, received, file, About::Finding, id).await?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "client/finding_check.html")]
struct Check {
    shell: Shell,
    finding: Dossier,
    draft: Answering,
    id: Uuid,
    base: String,
}

async fn check(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (finding, draft) = client
        .read(async |tx| Ok((rounds::dossier(tx, id).await?, rounds::draft(tx, id).await?)))
        .await?;
    let base = client.href(&format!("/findings/{id}"));
    match draft.filter(|_| finding.awaits_answer()) {
        Some(draft) => {
            let (shell, id, draft) = (client.shell(), Uuid::now_v7(), draft.words);
            client.page(&Check { shell, finding, draft, id, base })
        }
        None => client.done(&format!("/findings/{id}"), "There is no draft to send."),
    }
}

async fn send(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed: Answering = form.read()?;
    match client.write(async |tx| findings::answer(tx, id, typed).await).await {
        Ok(()) => client.done(
            &format!("/findings/{id}"),
            "Your answer was sent. The auditor judges it and writes to you.",
        ),
        Err(problem) => page(&client, id, Some(form.with(problem)?)).await,
    }
}

/// More evidence while the answer is with the auditor.
async fn give(client: Client, At((_, id)): At<(String, Uuid)>, upload: Upload) -> Answer {
    let given = match upload.receive(&client.app, &client.actor).await {
        Ok(arrived) => {
            let form = arrived.form.clone();
            let files: Vec<_> = arrived.into_files();
            let some = !files.is_empty();
            client
                .write(async |tx| attach(tx, id, files).await)
                .await
                .map(|()| some)
                .map_err(|problem| (form, problem))
        }
        Err(broken) => Err(broken),
    };
    match given {
        Ok(true) => client.done(&format!("/findings/{id}"), "The files are with the finding."),
        Ok(false) => {
            let none = Problem::from(Error::from(certification::FieldErrors::one(
                "file",
                "Choose at least one file",
            )));
            page(&client, id, Some(Filled::default().with(none)?)).await
        }
        Err((form, problem)) => page(&client, id, Some(form.with(problem)?)).await,
    }
}
