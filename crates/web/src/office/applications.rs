//! One application, whole, and its review with the four reasons (APP-2).

use crate::answers::{Answers, answers};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::FieldErrors;
use certification::ai_systems::{self, AiSystem, FIELDS};
use certification::applications::{self, Application, Outcome, Review, ReviewMade};
use certification::files;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/clients/{file}/application", page, review)
}

#[derive(Template)]
#[template(path = "office/application.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    application: Application,
    answers: Vec<Answers>,
    change: Option<String>,
    systems: Vec<System>,
    /// The address of the register's next entries.
    more: Option<String>,
    reviews: Vec<ReviewMade>,
    /// Whether the acting person may review, being a scheme manager.
    may_review: bool,
    form: Filled,
}

/// An AI system as a line of the table.
struct System {
    name: String,
    purpose: String,
    cells: Vec<(&'static str, String)>,
    gaps: String,
}

/// After which entry the page's part of the register begins.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Opened {
    after: String,
}

const ENTRIES: usize = 50;

async fn page(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Asked(from): Asked<Opened>,
) -> Answer {
    again(&office, id, from.after.parse().ok(), Filled::default()).await
}

async fn again(office: &Office, id: Uuid, after: Option<Uuid>, form: Filled) -> Answer {
    let (file, application, mut entries, reviews) = office
        .read(async |tx| {
            let (file, application) =
                (files::of(tx, id).await?, applications::of_file(tx, id).await?);
            let entries = ai_systems::list(tx, id, after, ENTRIES as i64 + 1).await?;
            let reviews = applications::earlier_reviews(tx, application.id).await?;
            Ok((file, application, entries, reviews))
        })
        .await?;
    let more = entries.len() > ENTRIES;
    entries.truncate(ENTRIES);
    let last = entries.last().filter(|_| more).map(|entry| entry.id);
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        tab: "application",
        answers: answers(&application),
        change: None,
        systems: entries.iter().map(system).collect(),
        more: last
            .map(|last| office.href(&format!("/clients/{id}/application?after={last}#ai-systems"))),
        reviews,
        may_review: office.actor.scheme_manager().is_ok(),
        form,
        file,
        application,
    };
    office.page_at(page.form.status(), &page)
}

/// The fields of an entry that the table shows beside its name.
const SHOWN: [&str; 4] = ["stage", "origin", "risk_class", "personal_data"];

fn system(system: &AiSystem) -> System {
    let shown = FIELDS.iter().filter(|field| SHOWN.contains(&field.key));
    let cell = |field: &ai_systems::Field| (field.title, field.shown(&system.entry).to_owned());
    System {
        name: system.entry.name.clone(),
        purpose: system.entry.purpose.clone(),
        cells: shown.map(cell).collect(),
        gaps: ai_systems::gaps(system).join(", "),
    }
}

impl Page {
    fn headings(&self) -> Vec<&'static str> {
        FIELDS.iter().filter(|field| SHOWN.contains(&field.key)).map(|field| field.title).collect()
    }

    fn incomplete(&self) -> usize {
        self.systems.iter().filter(|system| !system.gaps.is_empty()).count()
    }

    /// An application that was never submitted is the client's alone.
    fn is_the_clients(&self) -> bool {
        self.application.submitted_at.is_none()
    }
}

async fn review(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    match reviewed(&office, id, &form).await {
        Ok(outcome) => office.done(&format!("/clients/{id}/application"), said(outcome)),
        Err(problem) => again(&office, id, None, form.with(problem)?).await,
    }
}

async fn reviewed(office: &Office, id: Uuid, form: &Filled) -> Result<Outcome, Problem> {
    let by = office.actor.scheme_manager()?;
    let typed: Review = form.read()?;
    let unnamed =
        || FieldErrors::one("", "Press one of the three buttons: accept, return or decline");
    let outcome = Outcome::from_key(form.value("outcome"))
        .ok_or_else(unnamed)
        .map_err(certification::Error::from)?;
    office.write(async |tx| applications::review(tx, &by, id, outcome, typed).await).await?;
    Ok(outcome)
}

fn said(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => {
            "The application is accepted, and the client is told. Next: determine the audit time."
        }
        Outcome::Returned => {
            "The application is returned with your questions, and the client is told."
        }
        Outcome::Declined => "The application is declined, and the client is told why.",
    }
}
