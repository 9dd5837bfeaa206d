//! The body's own domain: settled before it signs anything, with the document to put there.

use super::settings::{Frame, around};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::bodies::{self, Brief, Settled};
use certification::keys::{self, Purpose};

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/settings/domain", page, save)
}

#[derive(Template)]
#[template(path = "office/settings_domain.html")]
struct Page {
    shell: Shell,
    form: Filled,
    frame: Frame,
    did: String,
    /// The address at which whoever reads the name looks for the document.
    address: String,
    document: String,
    /// None where the body goes by the installation's domain.
    domain: Option<String>,
    settled: Vec<Settled>,
    /// Whether nothing was signed by the name yet.
    open: bool,
}

async fn page(office: Office) -> Answer {
    let body = office.actor.body()?;
    let version = office.read(async |tx| bodies::public(tx, body).await).await?.version;
    let domain = brief(&office)?.domain.clone().unwrap_or_default();
    let form = Filled::from_values([("version", version.to_string()), ("domain", domain)]);
    show(&office, form).await
}

fn brief(office: &Office) -> Result<&Brief, Problem> {
    office.body.as_ref().ok_or_else(Problem::not_found)
}

async fn show(office: &Office, form: Filled) -> Answer {
    let body = brief(office)?;
    let (lines, (settled, open)) = office
        .read(async |tx| Ok((keys::published(tx, body.id).await?, bodies::settled(tx).await?)))
        .await?;
    let identity = body.identity(&office.app.settings.public_url);
    let did = identity.did();
    let set = keys::key_set(&lines, &did, Purpose::Credential);
    let document = String::from_utf8(set.did_document(&did)).unwrap_or_default();
    let (shell, frame) = around(office, &form, "keys");
    let (address, domain) = (identity.document(), body.domain.clone());
    let page = Page { shell, form, frame, did, address, document, domain, settled, open };
    office.page_at(page.form.status(), &page)
}

async fn save(office: Office, form: Filled) -> Answer {
    let (by, typed, app) = (office.actor.administrator()?, form.read()?, &office.app);
    let with = (&app.keyring, app.settings.public_url.as_str());
    match office.write(async |tx| bodies::save_domain(tx, &by, with, &typed).await).await {
        Ok(()) => office.done("/settings/domain", "The body goes by this name from now on."),
        Err(problem) => show(&office, form.with(problem)?).await,
    }
}
