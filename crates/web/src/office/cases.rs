//! The case for decision: opened when the file is complete, its panel appointed, how far its signatures are.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::decisions::{self, Item, Missing, OfficeCase, PanelMember};
use certification::{Error, Tx, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/case", show)
        .post("/b/{body}/office/clients/{file}/case/open", open)
        .post("/b/{body}/office/clients/{file}/case/appoint", appoint)
        .post("/b/{body}/office/clients/{file}/case/release", release)
}

#[derive(Template)]
#[template(path = "office/case.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    missing: Missing,
    case: Option<OfficeCase>,
    members: Vec<PanelMember>,
    form: Filled,
    /// For what the next form makes: a case, or a seat.
    id: Uuid,
}

impl Page {
    fn choices(&self) -> Vec<(String, String)> {
        self.members.iter().map(|member| (member.id.to_string(), member.label())).collect()
    }

    /// The page of the file on which what is missing is settled.
    fn settled_at(&self, item: &Item) -> String {
        let tail = match item.what.as_str() {
            what if what.starts_with("finding") => "findings",
            what if what.starts_with("the application") => "application",
            what if what.starts_with("the certification agreement") => "proposal",
            _ => "programme",
        };
        format!("{}/{tail}", self.shell.file_base(&self.file.engagement_id))
    }
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&office, id, Filled::default()).await
}

async fn again(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, case, missing, members) = office
        .read(async |tx| {
            let (file, case) = (files::of(tx, id).await?, decisions::of_file(tx, id).await?);
            let missing = decisions::missing_for_case(tx, id).await?;
            Ok((file, case, missing, decisions::members_of_panels(tx, id).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Page { shell, file, tab: "case", missing, case, members, form, id: Uuid::now_v7() };
    office.page_at(page.form.status(), &page)
}

async fn open(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    match office.write(async |tx| decisions::open_case(tx, &by, id, typed).await).await {
        Ok(_) => {
            office.done(&format!("/clients/{id}/case"), "The case is open. Appoint its panel.")
        }
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}

/// The file's case; not found before it is opened.
async fn case_of(tx: &mut Tx<'_>, file: Uuid) -> Result<Uuid, Error> {
    decisions::of_file(tx, file).await?.map(|case| case.id).ok_or(Error::NotFound)
}

async fn appoint(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    match office
        .write(async |tx| {
            let case = case_of(tx, id).await?;
            decisions::appoint(tx, &by, case, typed).await
        })
        .await
    {
        Ok(_) => office.done(&format!("/clients/{id}/case"), "Appointed, and told by mail."),
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}

async fn release(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    match office
        .write(async |tx| {
            let case = case_of(tx, id).await?;
            decisions::release(tx, &by, case, typed).await
        })
        .await
    {
        Ok(_) => office.done(&format!("/clients/{id}/case"), "Released from the panel."),
        Err(problem) => again(&office, id, form.with(problem)?).await,
    }
}
