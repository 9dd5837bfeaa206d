//! The register as a list, with what is incomplete.

use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::Client;
use askama::Template;
use certification::ai_systems::{self, AiSystem, Field, Upload};
use certification::applications::{self, Application};
use uuid::Uuid;

/// Entries on one page of the list.
const ENTRIES: usize = 50;

#[derive(Template)]
#[template(path = "client/ai_systems.html")]
struct List {
    shell: Shell,
    application: Application,
    systems: Vec<AiSystem>,
    uploads: Vec<Upload>,
    /// Whether entries may be added after the acceptance, the scope having been changed.
    opened: bool,
    from_start: bool,
    more: Option<String>,
}

impl List {
    /// What is incomplete in this entry, in words.
    pub(super) fn gaps(&self, system: &AiSystem) -> String {
        ai_systems::gaps(system).join(", ")
    }

    fn incomplete(&self) -> usize {
        self.systems.iter().filter(|system| !ai_systems::gaps(system).is_empty()).count()
    }

    fn has_imports(&self) -> bool {
        self.uploads.iter().any(|upload| upload.state.is_confirmed())
    }

    /// What an entry says in one of its fields, in words.
    fn said<'a>(&self, system: &'a AiSystem, key: &str) -> &'a str {
        Field::of(key).map_or("", |field| field.shown(&system.entry))
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct From {
    pub(super) after: Option<Uuid>,
}

pub(super) async fn list(client: Client, Asked(from): Asked<From>) -> Answer {
    let (application, mut systems, uploads, opened) = client
        .read(async |tx| {
            let application = applications::own(tx).await?;
            let id = application.engagement_id;
            let systems = ai_systems::list(tx, id, from.after, ENTRIES as i64 + 1).await?;
            let opened = ai_systems::may_add_or_remove(tx, &application).await?;
            Ok((application, systems, ai_systems::uploads(tx, id).await?, opened))
        })
        .await?;
    let further = systems.len() > ENTRIES;
    systems.truncate(ENTRIES);
    let last = systems.last().filter(|_| further).map(|last| last.id);
    let page = List {
        shell: client.shell(),
        application,
        systems,
        uploads,
        opened,
        from_start: from.after.is_none(),
        more: last.map(|last| client.href(&format!("/ai-systems?after={last}"))),
    };
    client.page(&page)
}
