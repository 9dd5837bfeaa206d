//! A reviewer's declaration of conflicts with the client of a file; without it no readiness is reviewed (IMP-5).

use crate::app::Routes;
use crate::declared;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::files;
use certification::teams::declarations::{self, Newest};
use certification::teams::{self, Capacity};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/clients/{file}/declaration", show, declare)
}

#[derive(Template)]
#[template(path = "office/declaration.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    newest: Option<Newest>,
    form: Filled,
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&office, id, declared::fresh()).await
}

async fn again(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, newest) = office
        .read(async |tx| {
            let (file, person) = (files::of(tx, id).await?, tx.actor().person()?);
            Ok((file, declarations::newest(tx, id, person, Capacity::Reviewer).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page { shell, file, tab: "programme", newest, form };
    office.page_at(page.form.status(), &page)
}

async fn declare(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    office.actor.scheme_manager()?;
    let typed = form.read()?;
    let declaring = office.write(async |tx| {
        let file = files::of(tx, id).await?.file();
        teams::declare(tx, file, Capacity::Reviewer, typed).await
    });
    let said = match declaring.await {
        Ok(true) => "Your conflict is declared: another scheme manager reviews.",
        Ok(false) => "Your declaration is on the record. You may review now.",
        Err(problem) => return again(&office, id, form.with(problem)?).await,
    };
    office.done(&format!("/clients/{id}/programme"), said)
}
