//! The office's look at an audit's report: reading it, reviewing Stage 1's conclusion on readiness.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::publishing::{self, Offer, Subject};
use certification::reports::{self, Issued, Review, Reviewing};
use certification::{Tx, audits, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/audits/{audit}/report", page)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/report/review", review)
}

#[derive(Template)]
#[template(path = "office/report.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    audit: audits::Brief,
    form: Filled,
    report: Option<Issued>,
    offer: Option<Offer>,
    reviews: Vec<Review>,
    reviews_now: bool,
    publishes: bool,
    yes_no: Vec<(String, String)>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Which {
    version: Option<i32>,
}

/// The audit, if it is of this file.
pub(crate) async fn audit_of(
    tx: &mut Tx<'_>,
    file: Uuid,
    audit: Uuid,
) -> Result<audits::Brief, certification::Error> {
    let audit = audits::brief(tx, audit).await?;
    if audit.engagement_id == file { Ok(audit) } else { Err(certification::Error::NotFound) }
}

async fn page(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    Asked(which): Asked<Which>,
) -> Answer {
    show(
        &office,
        file,
        audit,
        which.version,
        Filled::from_values([("id", Uuid::now_v7().to_string())]),
    )
    .await
}

async fn show(
    office: &Office,
    file: Uuid,
    audit: Uuid,
    version: Option<i32>,
    form: Filled,
) -> Answer {
    let (audit, report, offer, reviews) = office
        .read(async |tx| {
            let audit = audit_of(tx, file, audit).await?;
            let report = reports::issued(tx, audit.id, version).await?;
            let offer = match &report {
                Some(report) => Some(publishing::offer(tx, Subject::Report(report.id)).await?),
                None => None,
            };
            let reviews = reports::reviews(tx, audit.id).await?;
            Ok((audit, report, offer, reviews))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let manager = office.actor.has(Function::SchemeManager);
    let page = Page {
        shell,
        file: audit.of_file(),
        tab: "programme",
        reviews_now: manager
            && audit.kind.is_stage_1()
            && report.as_ref().is_some_and(Issued::is_newest),
        publishes: manager && report.is_some(),
        audit,
        form,
        report,
        offer,
        reviews,
        yes_no: vec![("yes".into(), "Yes".into()), ("no".into(), "No".into())],
    };
    office.page_at(page.form.status(), &page)
}

async fn review(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read::<Reviewing>()?;
    let id = form.value("id").parse().map_err(|_| Problem::bad_request())?;
    let made = office.write(async |tx| {
        let audit = audit_of(tx, file, audit).await?;
        reports::review_readiness(tx, &by, audit.id, id, typed).await
    });
    match made.await {
        Ok(()) => office.done(
            &format!("/clients/{file}/audits/{audit}/report"),
            "The review is kept, and the lead auditors are told.",
        ),
        Err(problem) => show(&office, file, audit, None, form.with(problem)?).await,
    }
}
