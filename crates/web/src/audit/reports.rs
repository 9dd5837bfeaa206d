//! The report of an audit: written, issued once nothing is missing, read, and corrected by a new version.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Audit;
use askama::Template;
use certification::audits::{self, State, Step};
use certification::reports::{self, Desk, Field, Issued, Shape};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/audit/audits/{audit}/report", page, save)
        .post("/b/{body}/audit/audits/{audit}/report/issue", issue)
        .form("/b/{body}/audit/audits/{audit}/report/correct", correct_page, correct)
        .get("/b/{body}/audit/audits/{audit}/report/{version}", version)
}

#[derive(Template)]
#[template(path = "audit/report_draft.html")]
struct Draft {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    desk: Desk,
    fields: &'static [Field],
    /// What somebody else wrote meanwhile, where it differs from what was typed here: label and text.
    overtaken: Vec<(&'static str, String)>,
    writes: bool,
    /// The audit is held and the reader leads it: the report can be issued once it is complete.
    issues: bool,
}

#[derive(Template)]
#[template(path = "audit/report.html")]
struct Read {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    report: Issued,
    corrects: bool,
}

#[derive(Template)]
#[template(path = "audit/report_correct.html")]
struct Correct {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    fields: &'static [Field],
}

async fn page(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, report) = room
        .read(async |tx| Ok((audits::brief(tx, id).await?, reports::issued(tx, id, None).await?)))
        .await?;
    match report {
        Some(report) => read(&room, audit, report),
        None => write(&room, id, None).await,
    }
}

fn read(room: &Audit, audit: audits::Brief, report: Issued) -> Answer {
    let corrects = audit.is_lead() && report.is_newest();
    room.page(&Read { shell: room.shell(), audit, tab: "report", report, corrects })
}

async fn version(room: Audit, At((_, id, version)): At<(String, Uuid, i32)>) -> Answer {
    let (audit, report) = room
        .read(async |tx| {
            Ok((audits::brief(tx, id).await?, reports::issued(tx, id, Some(version)).await?))
        })
        .await?;
    read(&room, audit, report.ok_or_else(Problem::not_found)?)
}

async fn write(room: &Audit, id: Uuid, form: Option<Filled>) -> Answer {
    let (audit, desk) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let desk = reports::desk(tx, &audit).await?;
            Ok((audit, desk))
        })
        .await?;
    let mut form = form.unwrap_or_default();
    let fresh = form.value("version").is_empty();
    if fresh {
        desk.text.pairs().for_each(|(key, value)| form.set(key, value));
    }
    let mut overtaken = Vec::new();
    if number(form.value("version")) != desk.version {
        let differs = |field: &&Field| {
            desk.text.get(field.key) != form.value(field.key).replace("\r\n", "\n").trim()
        };
        overtaken.extend(
            reports::fields(audit.kind)
                .iter()
                .filter(differs)
                .map(|field| (field.label, field.words(desk.text.get(field.key)))),
        );
        form.set("version", desk.version.to_string());
    }
    overtaken.retain(|_| !fresh);
    let mut shell = room.shell();
    shell.failed = form.failed();
    let writes = audit.state.is_at_work() && audit.team_auditor().is_ok();
    let issues = audit.is_lead() && State::after(audit.state, Step::IssueReport).is_ok();
    let page = Draft {
        shell,
        fields: reports::fields(audit.kind),
        audit,
        tab: "report",
        form,
        desk,
        overtaken,
        writes,
        issues,
    };
    room.page_at(page.form.status(), &page)
}

fn number(text: &str) -> i32 {
    text.trim().parse().unwrap_or(0)
}

async fn save(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = |key: &str| form.value(key).to_owned();
    match room
        .write(async |tx| reports::save(tx, id, number(form.value("version")), typed).await)
        .await
    {
        Ok(()) => room.done(&format!("/audits/{id}/report"), "The draft is kept."),
        Err(problem) => write(&room, id, Some(form.with(problem)?)).await,
    }
}

/// Issues what is kept; the form holds only the version that was read.
async fn issue(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    match room.write(async |tx| reports::issue(tx, id, number(form.value("draft"))).await).await {
        Ok(_) => room.done(&format!("/audits/{id}/report"), "The report is issued and locked."),
        Err(problem) => write(&room, id, Some(form.with(problem)?)).await,
    }
}

async fn correct_page(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    show_correct(&room, id, None).await
}

async fn show_correct(room: &Audit, id: Uuid, form: Option<Filled>) -> Answer {
    let (audit, report) = room
        .read(async |tx| Ok((audits::brief(tx, id).await?, reports::issued(tx, id, None).await?)))
        .await?;
    let report = report.ok_or_else(Problem::not_found)?;
    let stands = || {
        let mut form = Filled::from_values(report.content.text.pairs());
        form.set("of_version", report.content.version.to_string());
        form
    };
    let form = form.unwrap_or_else(stands);
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Correct { shell, fields: reports::fields(audit.kind), audit, tab: "report", form };
    room.page_at(page.form.status(), &page)
}

async fn correct(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = |key: &str| form.value(key).to_owned();
    match room
        .write(async |tx| {
            reports::correct(tx, id, number(form.value("of_version")), form.value("reason"), typed)
                .await
        })
        .await
    {
        Ok(_) => room.done(
            &format!("/audits/{id}/report"),
            "The correction is issued as a new version; the earlier one stays.",
        ),
        Err(problem) => show_correct(&room, id, Some(form.with(problem)?)).await,
    }
}
