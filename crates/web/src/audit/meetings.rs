//! The opening and the closing meeting of an audit.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits::meetings::{self, Meeting};
use certification::audits::{self, State, Step};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/audit/audits/{audit}/meetings", page)
        .post("/b/{body}/audit/audits/{audit}/meetings/open", open)
        .post("/b/{body}/audit/audits/{audit}/meetings/close", close)
}

#[derive(Template)]
#[template(path = "audit/meetings.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    held: Vec<Meeting>,
    /// Under 80 % of the audit time from opening to closing (TIM-5).
    short: bool,
    opens: bool,
    closes: bool,
}

async fn page(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let now = room.actor.zone().local(room.app.db.clock().now());
    let time = format!("{:02}:{:02}", now.hour(), now.minute());
    show(&room, id, Filled::from_values([("held_on", now.date().to_string()), ("held_at", time)]))
        .await
}

async fn show(room: &Audit, id: Uuid, form: Filled) -> Answer {
    let (audit, held) = room
        .read(async |tx| Ok((audits::brief(tx, id).await?, meetings::of(tx, id).await?)))
        .await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let may = |step| audit.is_lead() && State::after(audit.state, step).is_ok();
    let (opens, closes) = (may(Step::Open), may(Step::Close));
    let page = Page {
        shell,
        short: meetings::is_short(&held, audit.half_days),
        audit,
        tab: "meetings",
        form,
        held,
        opens,
        closes,
    };
    room.page_at(page.form.status(), &page)
}

async fn open(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| meetings::open(tx, id, typed).await).await {
        Ok(()) => room.done(&format!("/audits/{id}"), "The audit is open."),
        Err(problem) => show(&room, id, form.with(problem)?).await,
    }
}

async fn close(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| meetings::close(tx, id, typed).await).await {
        Ok(()) => {
            room.done(&format!("/audits/{id}"), "The closing meeting is kept; now the report.")
        }
        Err(problem) => show(&room, id, form.with(problem)?).await,
    }
}
