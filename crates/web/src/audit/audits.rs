//! An audit's page: what it is, how far it has come, and what is next.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/audit/audits/{audit}", overview)
}

#[derive(Template)]
#[template(path = "audit/audit.html")]
struct Overview {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
}

async fn overview(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let audit = room.read(async |tx| audits::brief(tx, id).await).await?;
    room.page(&Overview { shell: room.shell(), audit, tab: "overview" })
}
