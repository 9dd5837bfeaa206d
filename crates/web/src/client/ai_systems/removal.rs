//! An entry is taken out of the register, after a question.

use super::{one, shell_of};
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Client;
use askama::Template;
use certification::ai_systems::{self, AiSystem};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "client/ai_system_remove.html")]
struct Removal {
    shell: Shell,
    form: Filled,
    system: AiSystem,
}

pub(super) async fn ask(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    removal(&client, id, Filled::default()).await
}

async fn removal(client: &Client, id: Uuid, form: Filled) -> Answer {
    let (_, system, _) = client.read(async |tx| one(tx, id).await).await?;
    let page = Removal { shell: shell_of(client, &form), form, system };
    client.page_at(page.form.status(), &page)
}

pub(super) async fn remove(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    match client.write(async |tx| ai_systems::remove(tx, id).await).await {
        Ok(()) => client.done("/ai-systems", "The AI system is no longer in the register."),
        Err(problem) => removal(&client, id, Filled::default().with(problem)?).await,
    }
}
