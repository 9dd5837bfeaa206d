//! The proposals of a file: what would be offered now, what stands, and what the client said.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::audit_time::{self, Determination, recalculate};
use certification::proposals::{self, Desk, Line, Proposal, quote, total};
use certification::{Error, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/proposal", show, offer)
        .get("/b/{body}/office/clients/{file}/proposal/{proposal}", document)
}

/// What an offer made now would say.
struct Ready {
    time: Determination,
    lines: Vec<Line>,
    total_minor: i64,
    currency: String,
}

#[derive(Template)]
#[template(path = "office/proposal.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    desk: Desk,
    has_time: bool,
    ready: Option<Ready>,
    proposals: Vec<Proposal>,
    /// The number of an offer that a new one would replace.
    standing: Option<String>,
    in_force: bool,
    offer_id: Uuid,
    form: Filled,
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    render(&office, id, Filled::default()).await
}

async fn offer(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| proposals::offer(tx, &by, id, typed).await).await {
        Ok(_) => office.done(
            &format!("/clients/{id}/proposal"),
            "The proposal is offered, and the client's signatories are told by mail.",
        ),
        Err(problem) => render(&office, id, form.with(problem)?).await,
    }
}

async fn render(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, desk, time, proposals) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let desk = proposals::desk(tx, id).await?;
            let time = audit_time::newest(tx, id).await?;
            Ok((file, desk, time, proposals::of_file(tx, id).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let has_time = time.is_some();
    let ready = time.map(|time| ready(time, &desk)).transpose()?.flatten();
    let standing = proposals.iter().find(|p| p.state.is_offered()).map(|p| p.number.clone());
    let in_force = proposals.iter().any(|p| p.state.is_in_force());
    let offer_id = Uuid::now_v7();
    let page = Page {
        shell,
        file,
        tab: "proposal",
        desk,
        has_time,
        ready,
        proposals,
        standing,
        in_force,
        offer_id,
        form,
    };
    office.page_at(page.form.status(), &page)
}

fn ready(time: Determination, desk: &Desk) -> Result<Option<Ready>, Error> {
    let Some(rates) = &desk.rates else { return Ok(None) };
    let lines = quote(&recalculate(&time)?, rates);
    Ok(Some(Ready { time, total_minor: total(&lines), lines, currency: rates.currency.clone() }))
}

#[derive(Template)]
#[template(path = "office/proposal_document.html")]
struct Document {
    shell: Shell,
    file: files::Brief,
    proposal: Proposal,
}

async fn document(office: Office, At((_, id, proposal)): At<(String, Uuid, Uuid)>) -> Answer {
    let (file, all) = office
        .read(async |tx| Ok((files::of(tx, id).await?, proposals::of_file(tx, id).await?)))
        .await?;
    let proposal = all.into_iter().find(|p| p.id == proposal).ok_or(Error::NotFound)?;
    office.page(&Document { shell: office.shell(), file, proposal })
}
