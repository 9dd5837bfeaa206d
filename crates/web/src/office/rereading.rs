//! The nights on which everything issued and sealed was read again, and what was not as it was.

use super::settings::{Frame, around};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use certification::rereading::{self, Run};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/settings/rereading", page)
}

/// Nights on the page.
const SHOWN: i64 = 30;

#[derive(Template)]
#[template(path = "office/settings_rereading.html")]
struct Page {
    shell: Shell,
    frame: Frame,
    runs: Vec<Run>,
}

async fn page(office: Office) -> Answer {
    let runs = office.read(async |tx| rereading::last(tx, SHOWN).await).await?;
    let (shell, frame) = around(&office, &Filled::default(), "rereading");
    office.page(&Page { shell, frame, runs })
}
