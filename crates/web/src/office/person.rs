//! A person's file: functions, what is approved, who watched the person at work (CMP-4), and for whom the person
//! works or worked (IMP-2).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::competence::{
    self, Affiliation, Evaluation, FilePage, OUTCOMES, Qualification, TIES,
};
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/people/{person}", page)
        .post("/b/{body}/office/people/{person}/evaluations", witness)
        .post("/b/{body}/office/people/{person}/affiliations", affiliate)
        .post("/b/{body}/office/people/{person}/affiliations/{affiliation}/end", end)
}

#[derive(Template)]
#[template(path = "office/person.html")]
struct Page {
    shell: Shell,
    form: Filled,
    base: String,
    people: String,
    file: FilePage,
    evaluations: Vec<Evaluation>,
    affiliations: Vec<Affiliation>,
    outcomes: Vec<(String, String)>,
    ties: Vec<(String, String)>,
    /// Whether the reader keeps these files.
    keeper: bool,
    /// Whether the file is the reader's own.
    own: bool,
    today: Date,
}

impl Page {
    fn current(&self) -> Vec<&Qualification> {
        self.file.qualifications.iter().filter(|line| line.is_current(self.today)).collect()
    }

    fn paper_href(&self, paper: &Uuid) -> String {
        self.shell.href(&format!("/papers/{paper}"))
    }

    fn functions(&self) -> String {
        let titles = self.file.functions.iter().filter_map(|key| Function::from_key(key));
        titles.map(Function::title).collect::<Vec<_>>().join(", ")
    }

    /// The last day of the newest passed evaluation.
    fn in_date_until(&self) -> Option<Date> {
        self.evaluations.first().and_then(|evaluation| evaluation.in_date_until)
    }

    fn is_in_date(&self) -> bool {
        self.in_date_until().is_some_and(|until| self.today <= until)
    }
}

async fn page(office: Office, At((_, person)): At<(String, Uuid)>) -> Answer {
    show(&office, person, fresh()).await
}

fn fresh() -> Filled {
    Filled::from_values([("id", Uuid::now_v7().to_string())])
}

async fn show(office: &Office, person: Uuid, form: Filled) -> Answer {
    let (file, evaluations, affiliations) = office
        .read(async |tx| {
            let file = competence::file_of(tx, person).await?;
            let evaluations = competence::evaluations_of(tx, person).await?;
            Ok((file, evaluations, competence::affiliations_of(tx, person).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        base: office.href(&tail(person)),
        people: office.href("/people"),
        file,
        evaluations,
        affiliations,
        outcomes: listed(OUTCOMES),
        ties: listed(TIES),
        keeper: office.actor.competence_keeper().is_ok(),
        own: office.actor.person()? == person,
        today: office.today(),
        form,
    };
    office.page_at(page.form.status(), &page)
}

/// A list of keys and titles as the options of a form.
pub(super) fn listed(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(key, title)| ((*key).to_owned(), (*title).to_owned())).collect()
}

fn tail(person: Uuid) -> String {
    format!("/people/{person}")
}

async fn witness(office: Office, At((_, person)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.competence_keeper()?;
    let typed = form.read()?;
    match office.write(async |tx| competence::witness(tx, &by, person, typed).await).await {
        Ok(()) => office.done(&tail(person), "The evaluation is kept."),
        Err(problem) => show(&office, person, form.with(problem)?).await,
    }
}

async fn affiliate(office: Office, At((_, person)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.competence_keeper()?;
    let typed = form.read()?;
    match office.write(async |tx| competence::affiliate(tx, &by, person, typed).await).await {
        Ok(()) => office.done(&tail(person), "The affiliation is kept."),
        Err(problem) => show(&office, person, form.with(problem)?).await,
    }
}

async fn end(
    office: Office,
    At((_, person, id)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.competence_keeper()?;
    let typed = form.read()?;
    let act = office.write(async |tx| competence::end_affiliation(tx, &by, id, typed).await);
    match act.await {
        Ok(person) => office.done(&tail(person), "The affiliation has ended."),
        Err(problem) => {
            let mut again = fresh().with(problem)?;
            again.set("at", id);
            again.set("until", form.value("until"));
            show(&office, person, again).await
        }
    }
}
