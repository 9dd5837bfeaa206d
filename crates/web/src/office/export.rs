//! The monthly export to outside registers: made for a month, kept, and downloaded as it was made.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::Office;
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use certification::exports::{self, Exported, Month};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/export", page, make)
        .get("/b/{body}/office/export.csv", download)
}

/// Months that may be chosen, and exports that are listed.
const MONTHS: i32 = 13;
const LISTED: i64 = 40;

#[derive(Template)]
#[template(path = "office/export.html")]
struct Page {
    shell: Shell,
    form: Filled,
    made: Vec<Exported>,
    /// Whether the body owes exports at all, and whether this month's is owed and not made.
    owes: bool,
    owed: bool,
    months: Vec<(String, String)>,
    /// Whether the reader may export.
    keeper: bool,
}

async fn page(office: Office) -> Answer {
    let this = Month::of(office.today()).key();
    let form = Filled::from_values([("id", Uuid::now_v7().to_string()), ("month", this)]);
    show(&office, form).await
}

async fn show(office: &Office, form: Filled) -> Answer {
    let (made, (owes, owed)) = office
        .read(async |tx| Ok((exports::exported(tx, LISTED).await?, exports::owes(tx).await?)))
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let this = Month::of(office.today());
    let months = (0..MONTHS).map(|n| this.before(n)).map(|m| (m.key(), m.title())).collect();
    let keeper = office.actor.register_keeper().is_ok();
    let page = Page { shell, form, made, owes, owed, months, keeper };
    office.page_at(page.form.status(), &page)
}

async fn make(office: Office, form: Filled) -> Answer {
    let (by, typed) = (office.actor.register_keeper()?, form.read()?);
    match office.write(async |tx| exports::export(tx, &by, typed).await).await {
        Ok(month) => office.done(
            "/export",
            &format!("The export of {} is made: download it below.", month.title()),
        ),
        Err(problem) => show(&office, form.with(problem)?).await,
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Of {
    month: String,
}

async fn download(office: Office, Asked(of): Asked<Of>) -> Answer {
    let month =
        Month::read(&of.month, office.today()).map_err(|_| crate::problem::Problem::not_found())?;
    let csv = office.read(async |tx| exports::file(tx, month).await).await?;
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"certificates-{}.csv\"", month.key()),
        ),
    ];
    Ok((about, csv).into_response())
}
