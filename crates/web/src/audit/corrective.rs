//! Corrective action as the auditor judges it: accept or return each answer, verify its effect, close (FND-2).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Audit;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use certification::findings::rounds::{self, Dossier};
use certification::{audits, findings};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/audit/findings/{finding}", find)
        .get("/b/{body}/audit/audits/{audit}/findings/{finding}", show)
        .post("/b/{body}/audit/audits/{audit}/findings/{finding}/judge", judge)
        .post("/b/{body}/audit/audits/{audit}/findings/{finding}/verify", verify)
        .post("/b/{body}/audit/audits/{audit}/findings/{finding}/close", close)
}

#[derive(Template)]
#[template(path = "audit/finding_rounds.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    finding: Dossier,
    form: Filled,
    base: String,
}

impl Page {
    fn outcomes(&self) -> Vec<(String, String)> {
        vec![
            ("accepted".into(), "Accept it".into()),
            ("returned".into(), "Return it with a reason".into()),
        ]
    }

    fn effects(&self) -> Vec<(String, String)> {
        vec![
            ("yes".into(), "Yes".into()),
            ("no".into(), "No: the finding goes back to the client".into()),
        ]
    }

    fn evidence(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }
}

/// From a home or a mail: on to the finding within its audit.
async fn find(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let finding = room.read(async |tx| rounds::dossier(tx, id).await).await?;
    Ok(Redirect::to(&room.href(&format!("/audits/{}/findings/{id}", finding.audit_id)))
        .into_response())
}

type Of = At<(String, Uuid, Uuid)>;

async fn show(room: Audit, At((_, audit, id)): Of) -> Answer {
    again(&room, audit, id, Filled::default()).await
}

async fn again(room: &Audit, audit: Uuid, id: Uuid, form: Filled) -> Answer {
    let (audit, finding) = room
        .read(async |tx| Ok((audits::brief(tx, audit).await?, rounds::dossier(tx, id).await?)))
        .await?;
    // A later audit's team verifies the effect, too.
    if finding.engagement_id != audit.engagement_id {
        return Err(Problem::not_found());
    }
    let mut shell = room.shell();
    shell.failed = form.failed();
    let base = room.href(&format!("/audits/{}/findings/{id}", audit.id));
    let page = Page { shell, audit, tab: "findings", finding, form, base };
    room.page_at(page.form.status(), &page)
}

async fn judge(room: Audit, At((_, audit, id)): Of, form: Filled) -> Answer {
    let typed = form.read()?;
    let done = room.write(async |tx| findings::judge(tx, id, typed).await).await;
    told(&room, audit, id, form, done.map(|_| "The client has your judgement.")).await
}

async fn verify(room: Audit, At((_, audit, id)): Of, form: Filled) -> Answer {
    let typed = form.read()?;
    let done = room.write(async |tx| findings::verify(tx, id, typed).await).await;
    told(&room, audit, id, form, done.map(|_| "The verification is on the record.")).await
}

async fn close(room: Audit, At((_, audit, id)): Of, form: Filled) -> Answer {
    let version = form.value("version").to_owned();
    let done = room.write(async |tx| findings::close(tx, id, &version).await).await;
    told(&room, audit, id, form, done.map(|_| "The finding is closed.")).await
}

async fn told(
    room: &Audit,
    audit: Uuid,
    id: Uuid,
    form: Filled,
    done: Result<&str, Problem>,
) -> Answer {
    match done {
        Ok(said) => room.done(&format!("/audits/{audit}/findings/{id}"), said),
        Err(problem) => again(room, audit, id, form.with(problem)?).await,
    }
}
