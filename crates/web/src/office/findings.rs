//! A file's findings as the office reads them: where each stands, whose turn it is, and the review of a grade
//! after its report (FND-7).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use axum::extract::Query;
use certification::files;
use certification::findings::rounds::{self, Dossier, Line};
use certification::findings::{self, Changed, Grade};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/findings", list)
        .get("/b/{body}/office/clients/{file}/findings/{finding}", one)
        .post("/b/{body}/office/clients/{file}/findings/{finding}/grade", regrade)
}

const PAGE: i64 = 50;

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: i32,
}

#[derive(Template)]
#[template(path = "office/findings.html")]
struct List {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    lines: Vec<Line>,
    older: Option<String>,
}

impl List {
    fn href(&self, finding: &Uuid) -> String {
        format!("{}/findings/{finding}", self.shell.file_base(&self.file.engagement_id))
    }
}

async fn list(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Query(asked): Query<After>,
) -> Answer {
    let (file, lines) = office
        .read(async |tx| {
            Ok((files::of(tx, id).await?, rounds::of_file(tx, id, asked.after, PAGE).await?))
        })
        .await?;
    let last = lines.last().filter(|_| lines.len() as i64 == PAGE);
    let older =
        last.map(|line| office.href(&format!("/clients/{id}/findings?after={}", line.number)));
    office.page(&List { shell: office.shell(), file, tab: "findings", lines, older })
}

#[derive(Template)]
#[template(path = "office/finding.html")]
struct One {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    finding: Dossier,
    changes: Vec<Changed>,
    form: Filled,
    /// Whether the reader may review the grade.
    reviews: bool,
}

impl One {
    /// The grades that a review may find instead of the one that stands.
    fn grades(&self) -> Vec<(String, String)> {
        let others = Grade::ALL.into_iter().filter(|grade| *grade != self.finding.grade);
        others.map(|grade| (grade.key().to_owned(), grade.title().to_owned())).collect()
    }

    fn evidence(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }
}

type Of = At<(String, Uuid, Uuid)>;

async fn one(office: Office, At((_, id, finding)): Of) -> Answer {
    render(&office, id, finding, Filled::default()).await
}

async fn regrade(office: Office, At((_, id, finding)): Of, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let done = office.write(async |tx| findings::review_grade(tx, &by, finding, typed).await).await;
    match done {
        Ok(()) => office.done(
            &format!("/clients/{id}/findings/{finding}"),
            "The grade is changed, and the client is told.",
        ),
        Err(problem) => render(&office, id, finding, form.with(problem)?).await,
    }
}

async fn render(office: &Office, id: Uuid, finding: Uuid, form: Filled) -> Answer {
    let (file, finding, changes) = office
        .read(async |tx| {
            let (file, finding) = (files::of(tx, id).await?, rounds::dossier(tx, finding).await?);
            if finding.engagement_id == id {
                let changes = findings::grade_changes(tx, finding.id).await?;
                Ok((file, finding, changes))
            } else {
                Err(certification::Error::NotFound)
            }
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let open = finding.issued_at.is_some() && finding.closed_at.is_none();
    let reviews = open && office.actor.scheme_manager().is_ok();
    let page = One { shell, file, tab: "findings", finding, changes, form, reviews };
    office.page_at(page.form.status(), &page)
}
