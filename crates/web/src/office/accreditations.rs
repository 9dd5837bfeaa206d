//! The body's accreditations, among its settings: they decide what an attestation says (CRT-4).

use super::person::listed;
use super::settings::{Frame, around};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::accreditations::{self, Accreditation};
use certification::applications::lists::SECTORS;
use certification::competence::Kind;
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/settings/accreditations", page, keep)
        .post("/b/{body}/office/settings/accreditations/{accreditation}/end", end)
}

#[derive(Template)]
#[template(path = "office/settings_accreditations.html")]
struct Page {
    shell: Shell,
    form: Filled,
    frame: Frame,
    accreditations: Vec<Accreditation>,
    standards: Vec<(String, String)>,
    sectors: Vec<(String, String)>,
    today: Date,
}

const TAIL: &str = "/settings/accreditations";

fn fresh(office: &Office) -> Filled {
    let today = office.today().to_string();
    let only = match Kind::Standard.list() {
        [(key, _)] => (*key).to_owned(),
        _ => String::new(),
    };
    Filled::from_values([
        ("id", Uuid::now_v7().to_string()),
        ("valid_from", today),
        ("standard", only),
    ])
}

async fn page(office: Office) -> Answer {
    show(&office, fresh(&office)).await
}

async fn show(office: &Office, form: Filled) -> Answer {
    let accreditations = office.read(accreditations::all).await?;
    let (shell, frame) = around(office, &form, "accreditations");
    let page = Page {
        shell,
        frame,
        accreditations,
        standards: Kind::Standard.options(),
        sectors: listed(SECTORS),
        today: office.today(),
        form,
    };
    office.page_at(page.form.status(), &page)
}

async fn keep(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed = form.read()?;
    match office.write(async |tx| accreditations::keep(tx, &by, typed).await).await {
        Ok(()) => office.done(TAIL, "Attestations decided within it say so from now on."),
        Err(problem) => show(&office, form.with(problem)?).await,
    }
}

async fn end(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed = form.read()?;
    match office.write(async |tx| accreditations::end(tx, &by, id, typed).await).await {
        Ok(()) => office.done(TAIL, "From today it covers nothing."),
        Err(problem) => {
            let mut again = fresh(&office).with(problem)?;
            again.set("at", id);
            show(&office, again).await
        }
    }
}
