//! The client's register of AI systems, kept by hand.

mod entry;
mod list;
mod removal;

use crate::app::Routes;
use crate::form::Filled;
use crate::page::Shell;
use crate::session::Client;
use certification::ai_systems::{self, AiSystem};
use certification::applications::{self, Application};
use certification::{Error, Tx};
use entry::{add, blank, change, entry};
use list::list;
use removal::{ask, remove};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/ai-systems", list)
        .form("/b/{body}/client/ai-systems/new", blank, add)
        .form("/b/{body}/client/ai-systems/{id}", entry, change)
        .form("/b/{body}/client/ai-systems/{id}/remove", ask, remove)
}

/// What stands around a page with a form, whose title says so when the form came back.
pub(super) fn shell_of(client: &Client, form: &Filled) -> Shell {
    let mut shell = client.shell();
    shell.failed = form.failed();
    shell
}

/// The acting client's application, one entry of its register, and whether the entry may be removed.
async fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<(Application, AiSystem, bool), Error> {
    let application = applications::own(tx).await?;
    let system = ai_systems::of(tx, application.engagement_id, id).await?;
    let may_remove = ai_systems::may_add_or_remove(tx, &application).await?;
    Ok((application, system, may_remove))
}
