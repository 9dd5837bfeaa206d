//! The minutes of the committee that safeguards impartiality (IMP-6).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use certification::impartiality::{self, Minutes, MinutesLine, Risk};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/impartiality/minutes", page, keep)
        .get("/b/{body}/office/impartiality/minutes/{minutes}", one)
}

const PAGE: usize = 25;

/// The risks that a meeting may choose from: open ones first.
const RISKS: i64 = 200;

#[derive(Template)]
#[template(path = "office/impartiality_minutes.html")]
struct Page {
    shell: Shell,
    form: Filled,
    base: String,
    meetings: Vec<MinutesLine>,
    risks: Vec<Risk>,
    keeper: bool,
    first: Option<String>,
    more: Option<String>,
}

impl Page {
    fn choices(&self) -> Vec<(String, String)> {
        self.risks.iter().map(|risk| (risk.id.to_string(), risk.title.clone())).collect()
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Before {
    before: Option<Uuid>,
}

async fn page(office: Office, Asked(asked): Asked<Before>) -> Answer {
    let today = office.today().to_string();
    let fresh = [("id", Uuid::now_v7().to_string()), ("held_on", today)];
    show(&office, asked.before, Filled::from_values(fresh)).await
}

async fn show(office: &Office, before: Option<Uuid>, form: Filled) -> Answer {
    let (mut meetings, risks) = office
        .read(async |tx| {
            let meetings = impartiality::minutes_list(tx, before, PAGE as i64 + 1).await?;
            Ok((meetings, impartiality::register(tx, None, RISKS).await?))
        })
        .await?;
    let more = meetings.len() > PAGE;
    meetings.truncate(PAGE);
    let base = office.href("/impartiality/minutes");
    let last = meetings.last().filter(|_| more);
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        more: last.map(|meeting| format!("{base}?before={}", meeting.id)),
        first: before.map(|_| base.clone()),
        base,
        meetings,
        risks,
        keeper: office.actor.quality_manager().is_ok(),
        form,
    };
    office.page_at(page.form.status(), &page)
}

async fn keep(office: Office, form: Filled) -> Answer {
    let by = office.actor.quality_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| impartiality::keep_minutes(tx, &by, typed).await).await {
        Ok(id) => {
            office.done(&format!("/impartiality/minutes/{id}"), "The minutes are kept as they are.")
        }
        Err(problem) => show(&office, None, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "office/impartiality_meeting.html")]
struct Meeting {
    shell: Shell,
    minutes: Minutes,
    list: String,
    risks: String,
}

async fn one(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let minutes = office.read(async |tx| impartiality::minutes(tx, id).await).await?;
    office.page(&Meeting {
        shell: office.shell(),
        minutes,
        list: office.href("/impartiality/minutes"),
        risks: office.href("/impartiality/risks"),
    })
}
