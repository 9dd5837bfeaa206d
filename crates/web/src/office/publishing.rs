//! Publishing to the client, field by field: of a report's version, or of a decision. By default nothing.

use super::reports::audit_of;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::publishing::{self, Offer, Subject};
use certification::{files, reports};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/audits/{audit}/report/publish", report_page, report)
        .form(
            "/b/{body}/office/clients/{file}/decisions/{decision}/publish",
            decision_page,
            decision,
        )
}

#[derive(Template)]
#[template(path = "office/publish.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    form: Filled,
    offer: Offer,
    /// The report's version that is on this page; none for a decision.
    subject: Option<Uuid>,
    back: String,
    publishes: bool,
}

async fn report_page(office: Office, At((_, file, audit)): At<(String, Uuid, Uuid)>) -> Answer {
    show_report(&office, file, audit, Filled::default()).await
}

async fn show_report(office: &Office, file: Uuid, audit: Uuid, form: Filled) -> Answer {
    let (audit, id, offer) = office
        .read(async |tx| {
            let audit = audit_of(tx, file, audit).await?;
            let report =
                reports::issued(tx, audit.id, None).await?.ok_or(certification::Error::NotFound)?;
            let offer = publishing::offer(tx, Subject::Report(report.id)).await?;
            Ok((audit, report.id, offer))
        })
        .await?;
    let back = office.href(&format!("/clients/{file}/audits/{}/report", audit.id));
    show(office, audit.of_file(), form, offer, Some(id), back).await
}

async fn show(
    office: &Office,
    file: files::Brief,
    form: Filled,
    offer: Offer,
    subject: Option<Uuid>,
    back: String,
) -> Answer {
    let mut shell = office.shell();
    shell.failed = form.failed();
    let publishes = office.actor.has(Function::SchemeManager);
    let page = Page {
        shell,
        file,
        tab: if subject.is_some() { "programme" } else { "case" },
        form,
        offer,
        subject,
        back,
        publishes,
    };
    office.page_at(page.form.status(), &page)
}

fn chosen(form: &Filled) -> Vec<String> {
    form.all("fields").into_iter().map(str::to_owned).collect()
}

/// Publishes from the version that the page showed, even if a newer one was issued meanwhile.
async fn report(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let subject: Uuid = form.value("subject").parse().map_err(|_| Problem::bad_request())?;
    let made = office.write(async |tx| {
        let audit = audit_of(tx, file, audit).await?;
        let newest =
            reports::issued(tx, audit.id, None).await?.ok_or(certification::Error::NotFound)?;
        if newest.id != subject {
            return Err(certification::Error::Stale(
                "A corrected version was issued meanwhile: choose from what it says.".into(),
            ));
        }
        publishing::publish(tx, &by, Subject::Report(subject), chosen(&form)).await
    });
    match made.await {
        Ok(()) => office.done(
            &format!("/clients/{file}/audits/{audit}/report"),
            "The client can read it now, and is told.",
        ),
        Err(problem) => show_report(&office, file, audit, form.with(problem)?).await,
    }
}

async fn decision_page(
    office: Office,
    At((_, file, decision)): At<(String, Uuid, Uuid)>,
) -> Answer {
    show_decision(&office, file, decision, Filled::default()).await
}

async fn show_decision(office: &Office, file: Uuid, decision: Uuid, form: Filled) -> Answer {
    let (brief, offer) = office
        .read(async |tx| {
            let (brief, offer) = (
                files::of(tx, file).await?,
                publishing::offer(tx, Subject::Decision(decision)).await?,
            );
            if offer.file == brief.file() {
                Ok((brief, offer))
            } else {
                Err(certification::Error::NotFound)
            }
        })
        .await?;
    let back = office.href(&format!("/clients/{file}/case"));
    show(office, brief, form, offer, None, back).await
}

async fn decision(
    office: Office,
    At((_, file, decision)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let subject = Subject::Decision(decision);
    let made = office.write(async |tx| {
        if publishing::offer(tx, subject).await?.file.engagement_id != file {
            return Err(certification::Error::NotFound);
        }
        publishing::publish(tx, &by, subject, chosen(&form)).await
    });
    match made.await {
        Ok(()) => office
            .done(&format!("/clients/{file}/case"), "The client can read it now, and is told."),
        Err(problem) => show_decision(&office, file, decision, form.with(problem)?).await,
    }
}
