//! What the panel asks the audit team, and what it says among itself. Question and answer become part of the
//! record; deliberation never leaves this room.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Panel;
use askama::Template;
use certification::decisions::{self, Conversation, Decider, Seat};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/panel/cases/{case}/questions", show, ask)
        .post("/b/{body}/panel/cases/{case}/deliberation", deliberate)
}

#[derive(Template)]
#[template(path = "panel/questions.html")]
struct Page {
    shell: Shell,
    seat: Seat,
    tab: &'static str,
    talk: Conversation,
    form: Filled,
    id: Uuid,
}

async fn show(panel: Panel, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&panel, id, Filled::default()).await
}

async fn again(panel: &Panel, id: Uuid, form: Filled) -> Answer {
    let (seat, talk) = panel
        .read(async |tx| {
            let decider = Decider::for_case(tx, id).await?;
            let talk = decisions::conversation(tx, decider.seat()).await?;
            Ok((decider.seat().clone(), talk))
        })
        .await?;
    let mut shell = panel.shell();
    shell.failed = form.failed();
    let page = Page { shell, seat, tab: "questions", talk, form, id: Uuid::now_v7() };
    panel.page_at(page.form.status(), &page)
}

async fn ask(panel: Panel, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let asking = panel.write(async |tx| {
        let decider = Decider::for_case(tx, id).await?;
        decisions::ask(tx, &decider, typed).await
    });
    match asking.await {
        Ok(()) => {
            panel.done(&format!("/cases/{id}/questions"), "The audit team has your question.")
        }
        Err(problem) => again(&panel, id, form.with(problem)?).await,
    }
}

async fn deliberate(panel: Panel, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let speaking = panel.write(async |tx| {
        let decider = Decider::for_case(tx, id).await?;
        decisions::deliberate(tx, &decider, typed).await
    });
    match speaking.await {
        Ok(()) => {
            panel.done(&format!("/cases/{id}/questions"), "The panel reads it; nobody else does.")
        }
        Err(problem) => again(&panel, id, form.with(problem)?).await,
    }
}
