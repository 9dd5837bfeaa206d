//! A panel member's declaration of conflicts with the client of a case; before it the record stays shut (IMP-5).

use crate::app::Routes;
use crate::declared;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Panel;
use askama::Template;
use certification::decisions::{self, Seat};
use certification::teams::declarations::{self, Newest};
use certification::teams::{self, Capacity};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/panel/cases/{case}/declaration", show, declare)
}

#[derive(Template)]
#[template(path = "panel/declaration.html")]
struct Page {
    shell: Shell,
    seat: Seat,
    tab: &'static str,
    newest: Option<Newest>,
    form: Filled,
}

async fn show(panel: Panel, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&panel, id, declared::fresh()).await
}

async fn again(panel: &Panel, id: Uuid, form: Filled) -> Answer {
    let (seat, newest) = panel
        .read(async |tx| {
            let (seat, person) = (decisions::seat(tx, id).await?, tx.actor().person()?);
            let newest =
                declarations::newest(tx, seat.engagement_id, person, Capacity::Panel).await?;
            Ok((seat, newest))
        })
        .await?;
    let mut shell = panel.shell();
    shell.failed = form.failed();
    let page = Page { shell, seat, tab: "declaration", newest, form };
    panel.page_at(page.form.status(), &page)
}

async fn declare(panel: Panel, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let declaring = panel.write(async |tx| {
        let file = decisions::seat(tx, id).await?.file();
        teams::declare(tx, file, Capacity::Panel, typed).await
    });
    match declaring.await {
        Ok(true) => panel.done("", "Your conflict is declared: the office appoints somebody else."),
        Ok(false) => panel.done(
            &format!("/cases/{id}"),
            "Your declaration is on the record. The whole file is open to you now.",
        ),
        Err(problem) => again(&panel, id, form.with(problem)?).await,
    }
}
