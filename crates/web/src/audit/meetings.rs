//! The opening and the closing meeting of an audit.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Audit;
use askama::Template;
use certification::audits::meetings::{self, Meeting};
use certification::audits::{self, State, Step, warnings};
use certification::findings::{self, Carried};
use certification::teams;
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
    /// What the audit is warned of, if the meeting is held now (AUD-3, TIM-5).
    warned: Option<String>,
    /// Minors of earlier audits that become majors with the closing meeting (FND-6).
    rising: Vec<Carried>,
    opens: bool,
    closes: bool,
}

impl Page {
    /// What was typed why the nth of them stays a minor.
    fn why(&self, nth: &usize) -> &str {
        self.form.all("stays_minor").get(*nth).copied().unwrap_or_default()
    }
}

async fn page(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let now = room.actor.zone().local(room.app.db.clock().now());
    let time = format!("{:02}:{:02}", now.hour(), now.minute());
    show(&room, id, Filled::from_values([("held_on", now.date().to_string()), ("held_at", time)]))
        .await
}

async fn show(room: &Audit, id: Uuid, form: Filled) -> Answer {
    let (audit, held, warned, carried) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let held = meetings::of(tx, id).await?;
            let (warned, carried) = ahead(tx, &audit, &held).await?;
            Ok((audit, held, warned, carried))
        })
        .await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let (opens, closes) = (may(&audit, Step::Open), may(&audit, Step::Close));
    let rising: Vec<_> = carried.into_iter().filter(Carried::would_rise).collect();
    let page = Page { shell, warned, rising, audit, tab: "meetings", form, held, opens, closes };
    room.page_at(page.form.status(), &page)
}

fn may(audit: &audits::Brief, step: Step) -> bool {
    audit.is_lead() && State::after(audit.state, step).is_ok()
}

/// What the lead auditor is warned of before the next meeting, and which earlier findings it concerns.
async fn ahead(
    tx: &mut certification::Tx<'_>,
    audit: &audits::Brief,
    held: &[Meeting],
) -> Result<(Option<String>, Vec<Carried>), certification::Error> {
    let now = tx.now();
    if may(audit, Step::Open) {
        let facts = warnings::facts(tx, audit).await?;
        return Ok((facts.late(audit.kind, tx.day_of(now)), Vec::new()));
    }
    if !may(audit, Step::Close) {
        return Ok((None, Vec::new()));
    }
    let team = teams::members(tx, audit.id).await?;
    let auditors = team.iter().filter(|member| member.role.audits()).count();
    let mut all = held.to_vec();
    all.extend(held.first().map(|opening| Meeting {
        opening: false,
        held_at: now,
        ..opening.clone()
    }));
    let span = warnings::Span::of_meetings(&all, tx.actor().zone());
    let facts = warnings::facts(tx, audit).await?;
    let warned = span.and_then(|span| facts.short(audit, &span, auditors));
    Ok((warned, findings::carried(tx, audit).await?))
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
