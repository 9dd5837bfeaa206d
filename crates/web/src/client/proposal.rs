//! The client's proposal: the fee and the agreement, read, and accepted or declined by its signatory.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Client;
use askama::Template;
use certification::proposals::{self, Proposal};
use certification::{Error, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/proposal", newest)
        .get("/b/{body}/client/proposal/{proposal}", one)
        .post("/b/{body}/client/proposal/{proposal}/accept", accept)
        .post("/b/{body}/client/proposal/{proposal}/decline", decline)
}

#[derive(Template)]
#[template(path = "client/proposal.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    /// The proposal that the page is about; none before the first.
    proposal: Option<Proposal>,
    others: Vec<Proposal>,
    /// Whether it may be answered today, and whether this person may do it.
    open: bool,
    signatory: bool,
    form: Filled,
}

async fn newest(client: Client) -> Answer {
    render(&client, None, Filled::default()).await
}

async fn one(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    render(&client, Some(id), Filled::default()).await
}

async fn accept(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = client.actor.signatory()?;
    let typed = form.read()?;
    match client.write(async |tx| proposals::accept(tx, &by, id, typed).await).await {
        Ok(()) => client.done("/proposal", "You have accepted the proposal and the agreement."),
        Err(problem) => render(&client, Some(id), form.with(problem)?).await,
    }
}

async fn decline(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = client.actor.signatory()?;
    let typed = form.read()?;
    match client.write(async |tx| proposals::decline(tx, &by, id, typed).await).await {
        Ok(()) => client.done("/proposal", "You have declined the proposal. The body is told."),
        Err(problem) => render(&client, Some(id), form.with(problem)?).await,
    }
}

/// The proposal asked for; without one, that which waits for an answer, or else the one in force.
async fn render(client: &Client, id: Option<Uuid>, form: Filled) -> Answer {
    let (file, mut others) = client.read(async |tx| proposals::own(tx).await).await?;
    let at = match id {
        Some(id) => Some(others.iter().position(|p| p.id == id).ok_or(Error::NotFound)?),
        None => others
            .iter()
            .position(|p| p.state.is_offered())
            .or_else(|| others.iter().position(|p| p.state.is_in_force()))
            .or(if others.is_empty() { None } else { Some(0) }),
    };
    let proposal = at.map(|at| others.remove(at));
    let mut shell = client.shell();
    shell.failed = form.failed();
    let open = proposal.as_ref().is_some_and(|p| p.stands_on(client.today()));
    let signatory = client.actor.signatory().is_ok();
    let page = Page { shell, file, proposal, others, open, signatory, form };
    client.page_at(page.form.status(), &page)
}
