//! Complaints and appeals in the office: the list, and one with what is to be done about it (CAP-1).

use super::person::listed;
use crate::app::Routes;
use crate::door::links;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::complaints::{self, Candidate, Complaint, Line, OUTCOMES, Step};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/complaints", list)
        .get("/b/{body}/office/complaints/{complaint}", page)
        .post("/b/{body}/office/complaints/{complaint}/acknowledge", acknowledge)
        .post("/b/{body}/office/complaints/{complaint}/progress", progress)
        .post("/b/{body}/office/complaints/{complaint}/decider", decider)
        .post("/b/{body}/office/complaints/{complaint}/decide", decide)
        .post("/b/{body}/office/complaints/{complaint}/tell", tell)
}

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "office/complaints.html")]
struct ListPage {
    shell: Shell,
    complaints: Vec<Line>,
    first: Option<String>,
    more: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Before {
    before: Option<Uuid>,
}

async fn list(office: Office, Asked(asked): Asked<Before>) -> Answer {
    let limit = PAGE as i64 + 1;
    let mut complaints =
        office.read(async |tx| complaints::list(tx, asked.before, limit).await).await?;
    let more = complaints.len() > PAGE;
    complaints.truncate(PAGE);
    let last = complaints.last().filter(|_| more);
    let more = last.map(|line| office.href(&format!("/complaints?before={}", line.id)));
    let first = asked.before.map(|_| office.href("/complaints"));
    office.page(&ListPage { shell: office.shell(), complaints, first, more })
}

#[derive(Template)]
#[template(path = "office/complaint.html")]
struct Page {
    shell: Shell,
    form: Filled,
    base: String,
    matter: Complaint,
    people: Vec<(Candidate, bool)>,
    files: Vec<(Uuid, String)>,
    outcomes: Vec<(String, String)>,
    /// Whether the reader manages quality.
    quality: bool,
    /// Whether the reader is the one appointed to decide it.
    decides: bool,
}

impl Page {
    fn may(&self, step: Step) -> bool {
        self.quality && self.matter.state.allows(step)
    }

    /// Who of the office may decide, by name; who had an earlier part is said beside.
    fn deciders(&self) -> Vec<(String, String)> {
        let free = self.people.iter().filter(|(who, office)| *office && who.part.is_none());
        free.map(|(who, _)| (who.id.to_string(), who.name.clone())).collect()
    }

    fn barred(&self) -> Vec<&Candidate> {
        self.people.iter().map(|(who, _)| who).filter(|who| who.part.is_some()).collect()
    }

    fn everybody(&self) -> Vec<(String, String)> {
        self.people.iter().map(|(who, _)| (who.id.to_string(), who.name.clone())).collect()
    }

    fn file_choices(&self) -> Vec<(String, String)> {
        self.files.iter().map(|(id, title)| (id.to_string(), title.clone())).collect()
    }
}

async fn page(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    show(&office, id, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (matter, people, files) = office
        .read(async |tx| {
            let matter = complaints::complaint(tx, id).await?;
            let people = complaints::candidates(tx, id).await?;
            Ok((matter, people, complaints::open_files(tx).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        base: office.href(&tail(id)),
        people,
        files,
        outcomes: listed(OUTCOMES),
        quality: office.actor.quality_manager().is_ok(),
        decides: matter.decider_id == Some(office.actor.person()?),
        matter,
        form,
    };
    office.page_at(page.form.status(), &page)
}

fn tail(id: Uuid) -> String {
    format!("/complaints/{id}")
}

/// Back to the page: with what was done, or with the form as it was typed and why it was not.
async fn after(
    office: &Office,
    id: Uuid,
    form: Filled,
    done: Result<(), Problem>,
    words: &str,
) -> Answer {
    match done {
        Ok(()) => office.done(&tail(id), words),
        Err(problem) => show(office, id, form.with(problem)?).await,
    }
}

async fn acknowledge(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, links, typed) = (office.actor.quality_manager()?, links(&office.app), form.read()?);
    let done =
        office.write(async |tx| complaints::acknowledge(tx, &by, &links, id, typed).await).await;
    after(&office, id, form, done, "Acknowledged, and told by mail.").await
}

async fn progress(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, links, typed) = (office.actor.quality_manager()?, links(&office.app), form.read()?);
    let done = office
        .write(async |tx| complaints::report_progress(tx, &by, &links, id, typed).await)
        .await;
    after(&office, id, form, done, "Told by mail.").await
}

async fn decider(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.quality_manager()?, form.read()?);
    let done = office.write(async |tx| complaints::appoint_decider(tx, &by, id, typed).await).await;
    after(&office, id, form, done, "Appointed to decide.").await
}

async fn decide(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let done = office.write(async |tx| complaints::decide(tx, id, typed).await).await;
    after(&office, id, form, done, "Decided. The quality manager tells the outcome.").await
}

async fn tell(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, links, typed) = (office.actor.quality_manager()?, links(&office.app), form.read()?);
    let done = office.write(async |tx| complaints::tell(tx, &by, &links, id, typed).await).await;
    after(&office, id, form, done, "The outcome is told. The matter is closed.").await
}
