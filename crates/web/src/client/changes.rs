//! The client's changes: reporting one, and what the certification body answered to each.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::Client;
use askama::Template;
use certification::applications;
use certification::changes::{self, Change, Kind};
use certification::standards::Scheme;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/client/changes", page, report)
}

#[derive(Template)]
#[template(path = "client/changes.html")]
struct Page {
    shell: Shell,
    form: Filled,
    changes: Vec<Change>,
    older: Option<String>,
    /// Changes are reported once the application is accepted.
    open: bool,
    /// A new change's own id.
    id: String,
    standard: Scheme,
}

impl Page {
    /// The kinds of change that concern this standard, for the form.
    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        Kind::offered(self.standard)
            .map(|kind| (kind.key(), kind.title_under(self.standard)))
            .collect()
    }

    fn what_to_say(&self) -> String {
        let about = &self.standard.about;
        format!("What it was, what it is now, and what it means for your {about}.")
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Before {
    before: Option<Uuid>,
}

const PAGE: i64 = 20;

async fn page(client: Client, Asked(asked): Asked<Before>) -> Answer {
    show(&client, asked.before, Filled::default()).await
}

async fn show(client: &Client, before: Option<Uuid>, form: Filled) -> Answer {
    let (application, changes) = client
        .read(async |tx| Ok((applications::own(tx).await?, changes::own(tx, before, PAGE).await?)))
        .await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let last = changes.last().filter(|_| changes.len() as i64 == PAGE);
    let older = last.map(|change| client.href(&format!("/changes?before={}", change.id)));
    let id = match form.value("id") {
        "" => Uuid::now_v7().to_string(),
        typed => typed.to_owned(),
    };
    let open = application.state.is_accepted();
    let page = Page { shell, form, changes, older, open, id, standard: application.standard };
    client.page_at(page.form.status(), &page)
}

async fn report(client: Client, form: Filled) -> Answer {
    let typed = form.read()?;
    match client.write(async |tx| changes::report(tx, typed).await).await {
        Ok(()) => client.done(
            "/changes",
            "The change is reported. You get a mail when your certification body has answered it.",
        ),
        Err(problem) => show(&client, None, form.with(problem)?).await,
    }
}
