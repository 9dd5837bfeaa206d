//! What the client applied with, as its audit team prepares from it: the answers, and the register of AI
//! systems entry by entry.

use crate::answers::{Answers, answers};
use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Audit;
use askama::Template;
use certification::ai_systems::{self, AiSystem, FIELDS};
use certification::{applications, audits};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/audit/audits/{audit}/application", page)
}

#[derive(Template)]
#[template(path = "audit/application.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    answers: Vec<Answers>,
    change: Option<String>,
    systems: Vec<AiSystem>,
    /// The address of the register's next entries.
    more: Option<String>,
}

impl Page {
    /// What an entry says, field by field, where it says something.
    fn said(&self, system: &AiSystem) -> Vec<(&'static str, String)> {
        let said = FIELDS.iter().skip(1).map(|f| (f.title, f.shown(&system.entry).to_owned()));
        said.filter(|(_, words)| !words.is_empty()).collect()
    }

    fn gaps(&self, system: &AiSystem) -> String {
        ai_systems::gaps(system).join(", ")
    }
}

/// After which entry the page's part of the register begins.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Opened {
    after: String,
}

const ENTRIES: usize = 50;

async fn page(room: Audit, At((_, id)): At<(String, Uuid)>, Asked(from): Asked<Opened>) -> Answer {
    let after = from.after.parse().ok();
    let (audit, application, mut systems) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let file = audit.engagement_id;
            let systems = ai_systems::list(tx, file, after, ENTRIES as i64 + 1).await?;
            Ok((audit, applications::of_file(tx, file).await?, systems))
        })
        .await?;
    let more = systems.len() > ENTRIES;
    systems.truncate(ENTRIES);
    let last = systems.last().filter(|_| more).map(|entry| entry.id);
    let page = Page {
        shell: room.shell(),
        audit,
        tab: "application",
        answers: answers(&application),
        change: None,
        systems,
        more: last.map(|last| room.href(&format!("/audits/{id}/application?after={last}#systems"))),
    };
    room.page(&page)
}
