//! The client's attestation: what it says, the document to download, and whether the directory may list it.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell, day};
use crate::session::Client;
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use certification::certificates::{self, Own, Standing};
use certification::exports::{self, Consented};
use time::Date;

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
    today: Date,
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

    /// Why it is not valid now, and what to do.
    fn now(&self, own: &Own) -> String {
        match (own.standing, &own.suspension, own.restorable_until) {
            (Standing::Suspended, Some(suspension), _) => format!(
                "Suspended since {}: {}. Settle what led to it by {}; then the panel decides. Your certification body tells you what it waits for.",
                day(&suspension.from),
                suspension.why().to_lowercase(),
                day(&suspension.until)
            ),
            (Standing::Withdrawn, ..) => {
                "Your certification was withdrawn. You may appeal, or apply anew.".to_owned()
            }
            (Standing::Expired, _, Some(last)) if self.today <= last => format!(
                "It expired on {}. It can be renewed until {}, when the recertification is completed and decided.",
                day(&own.content.expires_on),
                day(&last)
            ),
            (Standing::Expired, ..) => format!(
                "It expired on {}, too long ago to be renewed: apply anew.",
                day(&own.content.expires_on)
            ),
            _ => self.until(own),
        }
    }

    /// Whether only another application leads to a certificate.
    fn is_over(&self, own: &Own) -> bool {
        own.standing == Standing::Withdrawn
            || own.standing == Standing::Expired
                && own.restorable_until.is_none_or(|last| self.today > last)
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
    let (signatory, today) = (client.actor.signatory().is_ok(), client.today());
    let page = Page { shell, own, registers, signatory, today, form };
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
