//! The panel asks, the team answers; question and answer become part of the record.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::decisions::{self, TeamQuestion};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/audit/questions", list)
        .post("/b/{body}/audit/questions/{question}", answer)
}

const PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "audit/questions.html")]
struct Page {
    shell: Shell,
    asked: Vec<TeamQuestion>,
    form: Filled,
    /// For which question the form came back.
    at: Option<Uuid>,
}

impl Page {
    /// What was typed for this question.
    fn typed(&self, question: &Uuid) -> &str {
        if self.at == Some(*question) { self.form.value("answer") } else { "" }
    }

    fn href(&self, question: &Uuid) -> String {
        self.shell.href(&format!("/questions/{question}"))
    }
}

async fn list(room: Audit) -> Answer {
    again(&room, None, Filled::default()).await
}

async fn again(room: &Audit, at: Option<Uuid>, form: Filled) -> Answer {
    let asked = room.read(async |tx| decisions::questions_for_team(tx, None, PAGE).await).await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Page { shell, asked, form, at };
    room.page_at(page.form.status(), &page)
}

async fn answer(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| decisions::answer_question(tx, id, typed).await).await {
        Ok(()) => room.done("/questions", "The panel has your answer."),
        Err(problem) => again(&room, Some(id), form.with(problem)?).await,
    }
}
