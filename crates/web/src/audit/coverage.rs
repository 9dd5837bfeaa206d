//! What each audit of the cycle takes, for the team to read (PRG-2).

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::programmes::{self, Coverage};
use certification::{Error, audits};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/audit/audits/{audit}/coverage", show)
}

#[derive(Template)]
#[template(path = "audit/coverage.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    coverage: Coverage,
}

async fn show(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, coverage) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let coverage = programmes::coverage(tx, audit.engagement_id).await?;
            Ok((audit, coverage.ok_or(Error::NotFound)?))
        })
        .await?;
    room.page(&Page { shell: room.shell(), audit, tab: "requirements", coverage })
}
