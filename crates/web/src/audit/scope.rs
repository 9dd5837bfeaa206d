//! What an audit team reads beside the requirements: what the client reported, the scope in its revisions, and
//! the client's statement of applicability, control by control.

use crate::app::Routes;
use crate::kept::{Kept, kept};
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::changes::{self, Change};
use certification::statements::{self, Version};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/audit/audits/{audit}/scope", revisions)
        .get("/b/{body}/audit/audits/{audit}/statement", statement)
}

#[derive(Template)]
#[template(path = "audit/scope.html")]
struct Revisions {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    /// What the client reported, newest first: some of it is for this team to look at.
    changes: Vec<Change>,
    kept: Kept,
}

const CHANGES: i64 = 20;

async fn revisions(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, changes, kept) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let changes = changes::of_file(tx, audit.engagement_id, None, CHANGES).await?;
            let kept = kept(tx, audit.engagement_id, audit.standard).await?;
            Ok((audit, changes, kept))
        })
        .await?;
    room.page(&Revisions { shell: room.shell(), audit, tab: "application", changes, kept })
}

#[derive(Template)]
#[template(path = "audit/statement.html")]
struct Statement {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    version: Option<Version>,
}

async fn statement(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, version) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let version = statements::version(tx, audit.engagement_id, None).await?;
            Ok((audit, version))
        })
        .await?;
    let tab = if audit.kind.is_stage_1() { "checks" } else { "requirements" };
    room.page(&Statement { shell: room.shell(), audit, tab, version })
}
