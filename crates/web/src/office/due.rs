//! What falls due over all files of the body: the audits of each cycle with their last dates.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use axum::extract::Query;
use certification::cycle::{self, Deadline};
use time::Date;
use time::macros::format_description;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/due", list)
}

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "office/due.html")]
struct Page {
    shell: Shell,
    deadlines: Vec<Deadline>,
    overdue: usize,
    today: Date,
    first: Option<String>,
    next: Option<String>,
}

/// The place after which the list goes on; words that are none begin it anew.
#[derive(serde::Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Asked {
    on: String,
    id: String,
}

impl Asked {
    fn place(&self) -> Option<(Date, Uuid)> {
        let on = Date::parse(&self.on, format_description!("[year]-[month]-[day]")).ok();
        on.zip(self.id.parse().ok())
    }
}

async fn list(office: Office, Query(asked): Query<Asked>) -> Answer {
    let after = asked.place();
    let mut deadlines =
        office.read(async |tx| cycle::falling_due(tx, after, PAGE as i64 + 1).await).await?;
    let more = deadlines.len() > PAGE;
    deadlines.truncate(PAGE);
    let last = deadlines.last().filter(|_| more);
    let next = last.map(|d| office.href(&format!("/due?on={}&id={}", d.due_on, d.id)));
    let first = after.map(|_| office.href("/due"));
    let today = office.today();
    let overdue = deadlines.iter().filter(|d| d.standing(&today).is_overdue()).count();
    office.page(&Page { shell: office.shell(), deadlines, overdue, today, first, next })
}
