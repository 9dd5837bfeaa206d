//! What the team asks the client to show, and what has arrived.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::audits::documents::{self, Asked};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/audit/audits/{audit}/documents", show, ask)
        .post("/b/{body}/audit/audits/{audit}/documents/{request}/withdraw", withdraw)
}

#[derive(Template)]
#[template(path = "audit/documents.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    asked: Vec<Asked>,
    form: Filled,
    id: Uuid,
}

impl Page {
    fn evidence(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }

    fn withdrawal(&self, request: &Uuid) -> String {
        format!("{}/documents/{request}/withdraw", self.shell.audit_base(&self.audit.id))
    }
}

async fn show(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&room, id, Filled::default()).await
}

async fn again(room: &Audit, id: Uuid, form: Filled) -> Answer {
    let (audit, asked) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let asked = documents::of(tx, &audit).await?;
            Ok((audit, asked))
        })
        .await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Page { shell, audit, tab: "documents", asked, form, id: Uuid::now_v7() };
    room.page_at(page.form.status(), &page)
}

async fn ask(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| documents::ask(tx, id, typed).await).await {
        Ok(()) => room.done(&format!("/audits/{id}/documents"), "The client is asked for it."),
        Err(problem) => again(&room, id, form.with(problem)?).await,
    }
}

async fn withdraw(room: Audit, At((_, id, request)): At<(String, Uuid, Uuid)>) -> Answer {
    match room.write(async |tx| documents::withdraw(tx, id, request).await).await {
        Ok(()) => {
            room.done(&format!("/audits/{id}/documents"), "The client is no longer asked for it.")
        }
        Err(problem) => again(&room, id, Filled::default().with(problem)?).await,
    }
}
