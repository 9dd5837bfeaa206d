//! The register of rules, with how often each refused or was overridden with a reason this year.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::rules::{Subject, by_subject};
use crate::session::Office;
use askama::Template;
use certification::enforcement;
use time::{Date, Month, Time};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/rules", register)
}

#[derive(Template)]
#[template(path = "office/rules.html")]
struct Page {
    shell: Shell,
    subjects: Vec<Subject>,
    year: i32,
    refused: i64,
    overridden: i64,
}

async fn register(office: Office) -> Answer {
    let today = office.today();
    let first = Date::from_calendar_date(today.year(), Month::January, 1).unwrap_or(today);
    let since = office.actor.zone().moment(first, Time::MIDNIGHT);
    let bites = office.read(async |tx| enforcement::bites_since(tx, since).await).await?;
    office.page(&Page {
        shell: office.shell(),
        subjects: by_subject(&bites),
        year: today.year(),
        refused: bites.values().map(|bite| bite.refused).sum(),
        overridden: bites.values().map(|bite| bite.overridden).sum(),
    })
}
