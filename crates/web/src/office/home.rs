//! The office's home.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office", home)
}

#[derive(Template)]
#[template(path = "office/home.html")]
struct Home {
    shell: Shell,
}

async fn home(office: Office) -> Answer {
    office.page(&Home { shell: office.shell() })
}
