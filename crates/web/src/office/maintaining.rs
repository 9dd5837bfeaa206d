//! Maintaining after a surveillance by a reviewer's look, without a panel (DEC-7).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::decisions::{self, MAINTENANCE_STATEMENTS, Possible};
use certification::files;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/clients/{file}/case/maintain", show, maintain)
}

#[derive(Template)]
#[template(path = "office/case_maintain.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    possible: Possible,
    form: Filled,
    id: Uuid,
    /// In a demonstration everybody's password is known, and said here.
    hint: &'static str,
}

impl Page {
    fn statements(&self) -> Vec<(String, String)> {
        let own = |(key, sentence): &(&str, &str)| ((*key).to_owned(), (*sentence).to_owned());
        MAINTENANCE_STATEMENTS.iter().map(own).collect()
    }
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&office, id, Filled::default()).await
}

async fn again(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, possible) = office
        .read(async |tx| Ok((files::of(tx, id).await?, decisions::possible(tx, id).await?)))
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let hint = match office.app.settings.demonstration {
        true => "In this demonstration everybody's password is: demonstration",
        false => "Signing asks for it again, each time.",
    };
    let page = Page { shell, file, tab: "case", possible, form, id: Uuid::now_v7(), hint };
    office.page_at(page.form.status(), &page)
}

/// The credentials and the form first, together; then the signature.
async fn maintain(office: Office, At((_, id)): At<(String, Uuid)>, mut form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    let password = form.value("password").to_owned();
    form.set("password", "");
    let proven = match decisions::prove_look(&office.app.db, &office.actor, &typed, &password).await
    {
        Ok(proven) => proven,
        Err(error) => return again(&office, id, form.with(error.into())?).await,
    };
    let signing = office.write(async |tx| decisions::maintain(tx, &by, id, &proven, typed).await);
    match signing.await {
        Ok(_) => office.done(
            &format!("/clients/{id}/case"),
            "Certification is maintained, and the client is told by mail.",
        ),
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}
