//! A person's competence file: what is approved, on which papers, until when, and by whom.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use crate::upload::Upload;
use askama::Template;
use certification::competence::{self, FilePage, Kind};
use certification::evidence;
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/people/{person}/competence", page, approve)
        .post("/b/{body}/office/people/{person}/competence/{qualification}/papers", add)
        .post("/b/{body}/office/people/{person}/competence/{qualification}/end", end)
}

#[derive(Template)]
#[template(path = "office/competence.html")]
struct Page {
    shell: Shell,
    form: Filled,
    base: String,
    people: String,
    /// The page of the person whose file it is.
    person: String,
    file: FilePage,
    /// Whether the reader may approve and end.
    keeper: bool,
    /// Whether the file is the reader's own.
    own: bool,
    today: Date,
    /// The endings of files that are taken.
    accepted: String,
}

impl Page {
    /// Papers on the file already, for whoever approves on them.
    fn on_file(&self) -> Vec<(String, String)> {
        let papers = self.file.papers.iter();
        papers.map(|paper| (paper.id.to_string(), paper.name.clone())).collect()
    }

    /// Whether the form of this line came back.
    fn is_at(&self, line: &Uuid, form: &str) -> bool {
        self.form.value("at") == format!("{line} {form}")
    }

    fn paper_href(&self, paper: &Uuid) -> String {
        self.shell.href(&format!("/papers/{paper}"))
    }
}

async fn page(office: Office, At((_, person)): At<(String, Uuid)>) -> Answer {
    show(&office, person, fresh(&office)).await
}

fn fresh(office: &Office) -> Filled {
    let today = office.today();
    let until = today.replace_year(today.year() + 3).unwrap_or(today + time::Duration::days(1095));
    Filled::from_values([("id", Uuid::now_v7().to_string()), ("valid_until", until.to_string())])
}

async fn show(office: &Office, person: Uuid, form: Filled) -> Answer {
    let file = office.read(async |tx| competence::file_of(tx, person).await).await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        base: office.href(&tail(person)),
        people: office.href("/people"),
        person: office.href(&format!("/people/{person}")),
        file,
        keeper: office.actor.competence_keeper().is_ok(),
        own: office.actor.person()? == person,
        today: office.today(),
        accepted: evidence::accepted(),
        form,
    };
    office.page_at(page.form.status(), &page)
}

fn tail(person: Uuid) -> String {
    format!("/people/{person}/competence")
}

async fn approve(office: Office, At((_, person)): At<(String, Uuid)>, upload: Upload) -> Answer {
    let by = office.actor.competence_keeper()?;
    let arrived = match upload.receive(&office.app, &office.actor).await {
        Ok(arrived) => arrived,
        Err((form, problem)) => return show(&office, person, form.with(problem)?).await,
    };
    let (form, files) = (arrived.form.clone(), arrived.into_files());
    let typed = form.read()?;
    let act = office.write(async |tx| competence::approve(tx, &by, person, typed, files).await);
    match act.await {
        Ok(()) => office.done(&tail(person), "Approved."),
        Err(problem) => show(&office, person, form.with(problem)?).await,
    }
}

/// Papers for what was approved before.
async fn add(
    office: Office,
    At((_, person, id)): At<(String, Uuid, Uuid)>,
    upload: Upload,
) -> Answer {
    let by = office.actor.competence_keeper()?;
    let problem = match upload.receive(&office.app, &office.actor).await {
        Err((_, problem)) => problem,
        Ok(arrived) => {
            let files = arrived.into_files();
            match office.write(async |tx| competence::add(tx, &by, id, files).await).await {
                Ok(person) => return office.done(&tail(person), "On file."),
                Err(problem) => problem,
            }
        }
    };
    let mut again = fresh(&office).with(problem)?;
    again.set("at", format!("{id} papers"));
    show(&office, person, again).await
}

async fn end(
    office: Office,
    At((_, person, id)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.competence_keeper()?;
    let typed = form.read()?;
    match office.write(async |tx| competence::end(tx, &by, id, typed).await).await {
        Ok(person) => office.done(&tail(person), "The qualification has ended."),
        Err(problem) => {
            let mut again = fresh(&office).with(problem)?;
            again.set("at", format!("{id} end"));
            again.set("reason", form.value("reason"));
            show(&office, person, again).await
        }
    }
}
