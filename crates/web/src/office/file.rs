//! A file's overview: whose turn it is, the newest of the record, internal notes; and the whole record.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use axum::extract::Query;
use certification::decisions::{self, Decided};
use certification::enforcement::{self, Attempt, Overridden};
use certification::notes::{self, Note};
use certification::record::{self, Line};
use certification::{files, home};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}", overview, write_note)
        .get("/b/{body}/office/clients/{file}/record", whole_record)
}

#[derive(Template)]
#[template(path = "office/file.html")]
struct Overview {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    next: Vec<crate::matters::Card>,
    lines: Vec<Line>,
    notes: Vec<Note>,
    form: Filled,
    note_id: Uuid,
    /// The client's other files, where it has several.
    beside: Vec<files::Brief>,
    /// The newest decision, once there is one.
    decision: Option<Decided>,
}

async fn overview(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&office, id, Filled::default()).await
}

async fn again(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, beside, items, lines, notes, case) = office
        .read(async |tx| {
            let (file, beside) = files::with_beside(tx, id).await?;
            let items = home::of_file(tx, id).await?;
            Ok((
                file,
                beside,
                items,
                record::lines(tx, id, i64::MAX, 6).await?,
                notes::of_file(tx, id).await?,
                decisions::of_file(tx, id).await?,
            ))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let next = crate::matters::cards(office, &items);
    let page = Overview {
        shell,
        file,
        tab: "overview",
        next,
        beside,
        lines,
        notes,
        note_id: Uuid::now_v7(),
        decision: case.and_then(|case| case.decision),
        form,
    };
    office.page_at(page.form.status(), &page)
}

async fn write_note(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let written = office.write(async |tx| {
        let file = files::of(tx, id).await?.file();
        notes::write(tx, file, typed).await
    });
    match written.await {
        Ok(()) => office.done(&format!("/clients/{id}"), "The note is written."),
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "office/record.html")]
struct Record {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    lines: Vec<Line>,
    older: Option<String>,
    /// When a check was asked for: entries checked, or the first that does not fit its chain.
    chain: Option<Result<i64, i64>>,
    /// Attempts on this file that a rule refused, and warnings overridden: the newest.
    attempts: Vec<Attempt>,
    overridden: Vec<Overridden>,
}

const LINES: i64 = 50;

#[derive(serde::Deserialize)]
struct Asked {
    before: Option<i64>,
    check: Option<String>,
}

async fn whole_record(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let before = asked.before.unwrap_or(i64::MAX);
    let (file, lines, chain, attempts, overridden) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let chain =
                if asked.check.is_some() { Some(record::verify(tx, id).await?) } else { None };
            let lines = record::lines(tx, id, before, LINES).await?;
            let attempts = enforcement::attempts_on(tx, id, LINES).await?;
            Ok((file, lines, chain, attempts, enforcement::overrides_of(tx, id, LINES).await?))
        })
        .await?;
    let last = lines.last().filter(|line| line.seq > 1 && lines.len() as i64 == LINES);
    let older = last.map(|line| office.href(&format!("/clients/{id}/record?before={}", line.seq)));
    let shell = office.shell();
    let tab = "record";
    office.page(&Record { shell, file, tab, lines, older, chain, attempts, overridden })
}
