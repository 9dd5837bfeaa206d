//! An auditor's declaration of conflicts with the client of an audit (IMP-2, IMP-5).

use crate::app::Routes;
use crate::declared;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::teams::declarations::{self, Newest};
use certification::teams::{self, Capacity};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/audit/audits/{audit}/declaration", show, declare)
}

#[derive(Template)]
#[template(path = "audit/declaration.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    newest: Option<Newest>,
    form: Filled,
}

async fn show(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&room, id, declared::fresh()).await
}

async fn again(room: &Audit, id: Uuid, form: Filled) -> Answer {
    let (audit, newest) = room
        .read(async |tx| {
            let (audit, person) = (audits::brief(tx, id).await?, tx.actor().person()?);
            let newest =
                declarations::newest(tx, audit.engagement_id, person, Capacity::Team).await?;
            Ok((audit, newest))
        })
        .await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Page { shell, audit, tab: "declaration", newest, form };
    room.page_at(page.form.status(), &page)
}

async fn declare(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let declaring = room.write(async |tx| {
        let file = audits::brief(tx, id).await?.file();
        teams::declare(tx, file, Capacity::Team, typed).await
    });
    match declaring.await {
        Ok(true) => room.done("", "Your conflict is declared: the office appoints somebody else."),
        Ok(false) => room.done(&format!("/audits/{id}"), "Your declaration is on the record."),
        Err(problem) => again(&room, id, form.with(problem)?).await,
    }
}
