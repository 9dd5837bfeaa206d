//! The client's attestation: what it says, the document to download, and whether the directory may list it.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell, day};
use crate::session::Client;
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use certification::certificates::{self, Own};
use certification::exports::{self, Consented};

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/client/attestation", show, consent)
        .post("/b/{body}/client/attestation/registers", allow)
        .get("/b/{body}/client/attestation.pdf", download)
}

#[derive(Template)]
#[template(path = "client/attestation.html")]
struct Page {
    shell: Shell,
    own: Option<Own>,
    /// The newest word on outside registers.
    registers: Option<Consented>,
    signatory: bool,
    form: Filled,
}

impl Page {
    /// Whether outside registers may be told.
    fn allowed(&self) -> bool {
        self.registers.as_ref().is_some_and(|consent| consent.given)
    }

    fn until(&self, own: &Own) -> String {
        format!("{}, until {}.", own.content.standard, day(&own.content.expires_on))
    }

    fn number(&self, own: &Own) -> String {
        format!("{}, revision {}", own.content.number, own.content.revision)
    }

    fn soa(&self, own: &Own) -> String {
        format!("version {}", own.content.soa_version)
    }
}

async fn show(client: Client) -> Answer {
    again(&client, Filled::default()).await
}

async fn again(client: &Client, form: Filled) -> Answer {
    let (own, registers) = client
        .read(async |tx| Ok((certificates::own(tx).await?, exports::allowed(tx).await?)))
        .await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let signatory = client.actor.signatory().is_ok();
    let page = Page { shell, own, registers, signatory, form };
    client.page_at(page.form.status(), &page)
}

async fn consent(client: Client, form: Filled) -> Answer {
    let (by, typed) = (client.actor.signatory()?, form.read()?);
    match client.write(async |tx| certificates::consent(tx, &by, typed).await).await {
        Ok(true) => client.done("/attestation", "The public directory lists you from now on."),
        Ok(false) => client.done("/attestation", "The public directory does not list you."),
        Err(problem) => again(&client, form.with(problem)?).await,
    }
}

async fn allow(client: Client, form: Filled) -> Answer {
    let (by, typed) = (client.actor.signatory()?, form.read()?);
    match client.write(async |tx| exports::allow(tx, &by, typed).await).await {
        Ok(true) => {
            client.done("/attestation", "Outside registers may be told of your certificate.")
        }
        Ok(false) => {
            client.done("/attestation", "Outside registers are not told of your certificate.")
        }
        Err(problem) => again(&client, form.with(problem)?).await,
    }
}

async fn download(client: Client) -> Answer {
    let document = client.read(async |tx| certificates::document(tx).await).await?;
    let name = format!("attachment; filename=\"{}-{}.pdf\"", document.number, document.revision);
    Ok((
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)],
        document.pdf,
    )
        .into_response())
}
