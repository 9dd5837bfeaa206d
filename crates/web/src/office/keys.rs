//! The body's keys: what is in use, what was retired, and putting another in a key's place.

use super::settings::{Frame, around};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::keys::{self, KeyLine};

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/settings/keys", page, rotate)
}

#[derive(Template)]
#[template(path = "office/settings_keys.html")]
struct Page {
    shell: Shell,
    form: Filled,
    frame: Frame,
    lines: Vec<KeyLine>,
    did: String,
    /// The address under which the body's public keys stand.
    published: String,
}

impl Page {
    fn in_use(&self) -> impl Iterator<Item = &KeyLine> {
        self.lines.iter().filter(|line| line.retired_at.is_none())
    }

    fn retired(&self) -> impl Iterator<Item = &KeyLine> {
        self.lines.iter().filter(|line| line.retired_at.is_some())
    }
}

async fn page(office: Office) -> Answer {
    show(&office, Filled::default()).await
}

async fn show(office: &Office, form: Filled) -> Answer {
    let lines = office.read(async |tx| keys::all(tx).await).await?;
    let body = office.body.as_ref().ok_or_else(Problem::not_found)?;
    let url = &office.app.settings.public_url;
    let (shell, frame) = around(office, &form, "keys");
    let published = format!("{url}/b/{}/keys.json", body.slug);
    let did = body.identity(url).did();
    let page = Page { shell, frame, lines, did, published, form };
    office.page_at(page.form.status(), &page)
}

async fn rotate(office: Office, form: Filled) -> Answer {
    let (by, typed) = (office.actor.administrator()?, form.read()?);
    let ring = &office.app.keyring;
    match office.write(async |tx| keys::rotate(tx, &by, ring, &typed).await).await {
        Ok(_) => office.done(
            "/settings/keys",
            "A new key is in use. The old one stays published, for what it signed.",
        ),
        Err(problem) => show(&office, form.with(problem)?).await,
    }
}
