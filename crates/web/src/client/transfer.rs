//! The client asks for a transfer: of another body's certificate to this one, or of its own to another.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::session::Client;
use askama::Template;
use certification::transfers::{self, Direction, Transfer};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/client/transfer", show, ask)
}

#[derive(Template)]
#[template(path = "client/transfer.html")]
struct Page {
    shell: Shell,
    form: Filled,
    transfer: Option<Transfer>,
    directions: Vec<(String, String)>,
    signatory: bool,
}

impl Page {
    fn waits(&self) -> bool {
        self.transfer.as_ref().is_some_and(|t| t.answered_at.is_none())
    }
}

async fn show(client: Client) -> Answer {
    again(&client, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn again(client: &Client, form: Filled) -> Answer {
    let (_, transfer) = client.read(async |tx| transfers::own(tx).await).await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let directions =
        Direction::ALL.map(|way| (way.key().to_owned(), way.title().to_owned())).to_vec();
    let signatory = client.actor.signatory().is_ok();
    let page = Page { shell, form, transfer, directions, signatory };
    client.page_at(page.form.status(), &page)
}

async fn ask(client: Client, form: Filled) -> Answer {
    let (by, typed) = (client.actor.signatory()?, form.read()?);
    match client.write(async |tx| transfers::ask(tx, &by, typed).await).await {
        Ok(()) => client.done("/transfer", "We have your request, and will write to you."),
        Err(problem) => again(&client, form.with(problem)?).await,
    }
}
