//! What the audit team asks to see, and the files that the client gives for it.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Client;
use crate::upload::Upload;
use askama::Template;
use certification::audits::documents::{self, Asked};
use certification::audits::{self, Brief};
use certification::{Error, FieldErrors, evidence};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/audits/{audit}/documents", show)
        .post("/b/{body}/client/audits/{audit}/documents/{request}", give)
        .post("/b/{body}/client/audits/{audit}/documents/{request}/provided", provided)
}

#[derive(Template)]
#[template(path = "client/documents.html")]
struct Page {
    shell: Shell,
    audit: Brief,
    asked: Vec<Asked>,
    form: Filled,
    /// For which request the form came back.
    at: Option<Uuid>,
    accepted: String,
    base: String,
}

impl Page {
    fn is_at(&self, request: &Uuid) -> bool {
        self.at == Some(*request)
    }

    fn file_href(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }
}

async fn show(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&client, id, None, Filled::default()).await
}

async fn again(client: &Client, id: Uuid, at: Option<Uuid>, form: Filled) -> Answer {
    let (audit, asked) = client
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let asked = documents::of(tx, &audit).await?;
            Ok((audit, asked))
        })
        .await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let base = client.href(&format!("/audits/{id}/documents"));
    let page = Page { shell, audit, asked, form, at, accepted: evidence::accepted(), base };
    client.page_at(page.form.status(), &page)
}

async fn give(
    client: Client,
    At((_, id, request)): At<(String, Uuid, Uuid)>,
    upload: Upload,
) -> Answer {
    let arrived = match upload.receive(&client.app, &client.actor).await {
        Ok(arrived) => arrived,
        Err((form, problem)) => {
            return again(&client, id, Some(request), form.with(problem)?).await;
        }
    };
    let (form, files) = (arrived.form.clone(), arrived.into_files());
    if files.is_empty() {
        let none = Problem(Error::from(FieldErrors::one("file", "Choose at least one file")));
        return again(&client, id, Some(request), form.with(none)?).await;
    }
    match client.write(async |tx| documents::give(tx, id, request, files).await).await {
        Ok(()) => {
            client.done(&format!("/audits/{id}/documents"), "The files are with the audit team.")
        }
        Err(problem) => again(&client, id, Some(request), form.with(problem)?).await,
    }
}

/// "This is all", or "there is more to come".
async fn provided(
    client: Client,
    At((_, id, request)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let all = form.value("provided") == "yes";
    match client.write(async |tx| documents::mark_provided(tx, id, request, all).await).await {
        Ok(()) => client.done(
            &format!("/audits/{id}/documents"),
            if all { "Marked as provided." } else { "Marked as not complete yet." },
        ),
        Err(problem) => again(&client, id, Some(request), form.with(problem)?).await,
    }
}
