//! Audits of one client's files that are held together: saying so, and taking over the other's window and team.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use certification::joint::{self, Other};
use certification::{Error, audits, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/audits/{audit}/together", page, hold)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/together/apart", hold_apart)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/together/window", take_window)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/together/team", take_team)
}

#[derive(Template)]
#[template(path = "office/together.html")]
struct Page {
    shell: Shell,
    form: Filled,
    file: files::Brief,
    tab: &'static str,
    audit: audits::Brief,
    base: String,
    others: Vec<Other>,
    /// Whether the reader plans audits.
    manager: bool,
}

impl Page {
    fn partners(&self) -> Vec<&Other> {
        self.others.iter().filter(|other| other.together).collect()
    }

    fn possible(&self) -> Vec<&Other> {
        self.others.iter().filter(|other| !other.together).collect()
    }
}

async fn page(office: Office, At((_, file, audit)): At<(String, Uuid, Uuid)>) -> Answer {
    show(&office, file, audit, Filled::default()).await
}

async fn show(office: &Office, file: Uuid, id: Uuid, form: Filled) -> Answer {
    let (audit, others) = office
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            if audit.engagement_id != file {
                return Err(Error::NotFound);
            }
            let others = joint::others(tx, &audit).await?;
            Ok((audit, others))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        file: audit.of_file(),
        tab: "programme",
        base: office.href(&tail(file, id)),
        manager: office.actor.scheme_manager().is_ok(),
        audit,
        others,
        form,
    };
    office.page_at(page.form.status(), &page)
}

fn tail(file: Uuid, audit: Uuid) -> String {
    format!("/clients/{file}/audits/{audit}/together")
}

/// The other audit that the form names.
fn other(form: &Filled) -> Result<Uuid, Problem> {
    form.value("with").parse().map_err(|_| Problem::bad_request())
}

async fn hold(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let (by, with) = (office.actor.scheme_manager()?, other(&form)?);
    match office.write(async |tx| joint::hold_together(tx, &by, audit, with).await).await {
        Ok(()) => office.done(&tail(file, audit), "They are held together; both records say so."),
        Err(problem) => show(&office, file, audit, form.with(problem)?).await,
    }
}

async fn hold_apart(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    match office.write(async |tx| joint::hold_apart(tx, &by, audit).await).await {
        Ok(()) => office.done(&tail(file, audit), "It is held by itself; the records say so."),
        Err(problem) => show(&office, file, audit, form.with(problem)?).await,
    }
}

async fn take_window(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let (by, from) = (office.actor.scheme_manager()?, other(&form)?);
    match office.write(async |tx| joint::take_window(tx, &by, audit, from).await).await {
        Ok(()) => office.done(&tail(file, audit), "Both have the same window."),
        Err(problem) => show(&office, file, audit, form.with(problem)?).await,
    }
}

async fn take_team(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let (by, from) = (office.actor.scheme_manager()?, other(&form)?);
    let reason = form.value("in_spite_of").to_owned();
    let taken = office.write(async |tx| joint::take_team(tx, &by, audit, from, &reason).await);
    match taken.await {
        Ok(()) => office.done(
            &format!("/clients/{file}/audits/{audit}/team"),
            "The same people are appointed, and told by mail to declare conflicts.",
        ),
        Err(problem) => show(&office, file, audit, form.with(problem)?).await,
    }
}
