//! What was reminded of, warned of and proposed by itself, over all files or on one, newest first.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::Office;
use askama::Template;
use certification::escalation::{self, Taken};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/escalations", list)
}

const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "office/escalations.html")]
struct Page {
    shell: Shell,
    taken: Vec<Taken>,
    /// Whether only one file's is shown.
    of_file: bool,
    newest: Option<String>,
    older: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Before {
    before: Option<Uuid>,
    file: Option<Uuid>,
}

async fn list(office: Office, Asked(asked): Asked<Before>) -> Answer {
    if let Some(file) = asked.file {
        let taken =
            office.read(async |tx| escalation::of_file(tx, file, PAGE as i64).await).await?;
        let (shell, of_file) = (office.shell(), true);
        let page = Page { shell, taken, of_file, newest: None, older: None };
        return office.page(&page);
    }
    let mut taken =
        office.read(async |tx| escalation::newest(tx, asked.before, PAGE as i64 + 1).await).await?;
    let more = taken.len() > PAGE;
    taken.truncate(PAGE);
    let base = office.href("/escalations");
    let older = taken.last().filter(|_| more).map(|last| format!("{base}?before={}", last.id));
    let newest = asked.before.map(|_| base);
    office.page(&Page { shell: office.shell(), taken, of_file: false, newest, older })
}
