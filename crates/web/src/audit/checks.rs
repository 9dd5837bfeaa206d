//! Stage 1's documented information and its areas of concern.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::audits::checks::{self, Check, Completeness, Gaps};
use certification::audits::concerns::{self, Concern};
use certification::standards::Item;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/audit/audits/{audit}/checks", page, save)
        .post("/b/{body}/audit/audits/{audit}/concerns", add)
        .post("/b/{body}/audit/audits/{audit}/concerns/{concern}/remove", remove)
}

/// One item of the form: as it stands, or as it was typed.
struct Line {
    item: &'static Item,
    version: String,
    result: String,
    document_version: String,
    note: String,
    who: String,
    /// What somebody else kept after this page was made, if it differs.
    theirs: Option<String>,
}

#[derive(Template)]
#[template(path = "audit/checks.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    lines: Vec<Line>,
    concerns: Vec<Concern>,
    gaps: Gaps,
    requirements: Vec<(String, String)>,
    /// A new concern's own id.
    id: String,
    writes: bool,
}

async fn page(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    show(&room, id, Filled::default()).await
}

async fn show(room: &Audit, id: Uuid, form: Filled) -> Answer {
    let (audit, found, concerns, gaps) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let gaps = checks::register_gaps(tx, audit.engagement_id).await?;
            let found = checks::of(tx, &audit).await?;
            Ok((audit, found, concerns::of(tx, id).await?, gaps))
        })
        .await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let lines = found.iter().enumerate().map(|(n, check)| line(check, n, &form)).collect();
    let requirements = audit
        .standard
        .requirements
        .iter()
        .map(|r| (r.id.clone(), audit.standard.named(&r.id)))
        .collect();
    let id = if form.value("id").is_empty() {
        Uuid::now_v7().to_string()
    } else {
        form.value("id").to_owned()
    };
    let writes =
        audit.state.is_at_work() && audit.team_auditor().is_ok() && audit.kind.is_stage_1();
    let page =
        Page { shell, audit, tab: "checks", lines, concerns, gaps, requirements, id, writes, form };
    room.page_at(page.form.status(), &page)
}

/// What was typed comes back as it was typed, beside what somebody else has kept meanwhile.
fn line(check: &Check, n: usize, form: &Filled) -> Line {
    let typed = |name: &str| form.all(name).get(n).map(|v| (*v).to_owned());
    let stands = check.result.map_or("", Completeness::title);
    let overtaken = typed("version").is_some_and(|version| version != check.version.to_string());
    Line {
        item: check.item,
        version: check.version.to_string(),
        result: typed("result")
            .unwrap_or_else(|| check.result.map_or("", Completeness::key).to_owned()),
        document_version: typed("document_version")
            .unwrap_or_else(|| said_or(&check.document_version, &check.issued)),
        note: typed("note").unwrap_or_else(|| check.note.clone()),
        who: check.who.clone(),
        theirs: overtaken
            .then(|| format!("{}: {stands} {} {}", check.who, check.document_version, check.note)),
    }
}

/// What the auditor wrote; where nothing stands yet, what the client calls its issued version.
fn said_or(written: &str, issued: &str) -> String {
    if written.is_empty() { issued.to_owned() } else { written.to_owned() }
}

async fn save(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| checks::save(tx, id, typed).await).await {
        Ok(()) => room.done(&format!("/audits/{id}/checks"), "What was checked is kept."),
        Err(problem) => show(&room, id, form.with(problem)?).await,
    }
}

async fn add(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let concern = form.value("id").parse().unwrap_or_else(|_| Uuid::now_v7());
    match room.write(async |tx| concerns::add(tx, id, concern, typed).await).await {
        Ok(()) => room.done(&format!("/audits/{id}/checks"), "The area of concern is named."),
        Err(problem) => show(&room, id, form.with(problem)?).await,
    }
}

async fn remove(room: Audit, At((_, id, concern)): At<(String, Uuid, Uuid)>) -> Answer {
    match room.write(async |tx| concerns::remove(tx, id, concern).await).await {
        Ok(()) => room.done(&format!("/audits/{id}/checks"), "The area of concern is taken back."),
        Err(problem) => show(&room, id, Filled::default().with(problem)?).await,
    }
}
