//! The scope in its revisions, as the panel reads it.

use crate::app::Routes;
use crate::kept::{Kept, kept};
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Panel;
use askama::Template;
use certification::decisions::{Decider, Seat};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/panel/cases/{case}/scope", page)
}

#[derive(Template)]
#[template(path = "panel/scope.html")]
struct Page {
    shell: Shell,
    seat: Seat,
    tab: &'static str,
    kept: Kept,
}

/// Shut like the record itself until the member has declared.
async fn page(panel: Panel, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (seat, kept) = panel
        .read(async |tx| {
            let decider = Decider::for_case(tx, id).await?;
            let kept = kept(tx, decider.seat().engagement_id, decider.seat().standard).await?;
            Ok((decider.seat().clone(), kept))
        })
        .await?;
    panel.page(&Page { shell: panel.shell(), seat, tab: "record", kept })
}
