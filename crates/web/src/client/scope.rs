//! The client's scope, register and statement in their revisions; and the button that confirms the register.

use crate::app::Routes;
use crate::form::Filled;
use crate::kept::{Kept, kept};
use crate::page::{Answer, Shell};
use crate::session::Client;
use askama::Template;
use certification::ai_systems;
use certification::applications::{self, Application};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/client/scope", page, confirm)
}

#[derive(Template)]
#[template(path = "client/scope.html")]
struct Page {
    shell: Shell,
    form: Filled,
    application: Application,
    kept: Kept,
    /// The next revision's own id.
    id: String,
}

async fn page(client: Client) -> Answer {
    show(&client, Filled::default()).await
}

async fn show(client: &Client, form: Filled) -> Answer {
    let (application, kept) = client
        .read(async |tx| {
            let application = applications::own(tx).await?;
            let kept = kept(tx, application.engagement_id, application.standard).await?;
            Ok((application, kept))
        })
        .await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let page = Page { shell, form, application, kept, id: Uuid::now_v7().to_string() };
    client.page_at(page.form.status(), &page)
}

async fn confirm(client: Client, form: Filled) -> Answer {
    let id = form.value("id").parse().unwrap_or_else(|_| Uuid::now_v7());
    match client.write(async |tx| ai_systems::confirm_register(tx, id).await).await {
        Ok(()) => client.done("/scope", "The register is confirmed as it stands today."),
        Err(problem) => show(&client, form.with(problem)?).await,
    }
}
