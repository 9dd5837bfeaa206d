//! The case for decision: opened when the file allows its kind, its panel appointed, how far its signatures are.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::certificates::{OfFile, Standing, Suspension};
use certification::decisions::{self, Choice, Item, OfficeCase, PanelMember, Possible};
use certification::{Error, Tx, files, impartiality, rulebook};
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/case", show)
        .post("/b/{body}/office/clients/{file}/case/open", open)
        .post("/b/{body}/office/clients/{file}/case/scope", write_scope)
        .post("/b/{body}/office/clients/{file}/case/appoint", appoint)
        .post("/b/{body}/office/clients/{file}/case/release", release)
}

#[derive(Template)]
#[template(path = "office/case.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    possible: Possible,
    certificate: Option<OfFile>,
    today: Date,
    case: Option<OfficeCase>,
    members: Vec<PanelMember>,
    /// What the register of impartiality risks warns of, before the first seat (IMP-6).
    stale: Option<String>,
    form: Filled,
    /// For what the next form makes: a case, or a seat.
    id: Uuid,
}

impl Page {
    fn standing(&self, held: &OfFile) -> Standing {
        held.life.on(self.today)
    }

    fn suspension(&self, held: &OfFile) -> Option<Suspension> {
        held.life.suspension(self.today)
    }

    fn is_over(&self, suspension: &Suspension) -> bool {
        suspension.is_over_its_limit(self.today)
    }

    /// The initial case, unless that decision was made already.
    fn to_begin(&self) -> Option<&Choice> {
        let decided = |item: &Item| item.rule == rulebook::ORDER;
        self.possible.initial().filter(|choice| !choice.missing.to_open.iter().any(decided))
    }

    fn choices(&self) -> Vec<(String, String)> {
        let free = self.members.iter().filter(|member| !member.seated);
        free.map(|member| (member.id.to_string(), member.label())).collect()
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

pub(super) async fn again(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, case, mut possible, members, stale) = office
        .read(async |tx| {
            let (file, case) = (files::of(tx, id).await?, decisions::of_file(tx, id).await?);
            let possible = decisions::possible(tx, id).await?;
            let members = decisions::members_of_panels(tx, id).await?;
            let begins = case.as_ref().is_some_and(|c| c.state.is_open() && c.seats.is_empty());
            let stale = if begins { impartiality::warning(tx).await? } else { None };
            Ok((file, case, possible, members, stale))
        })
        .await?;
    let certificate = possible.certificate.take();
    let form = match (&case, &certificate) {
        (Some(case), Some(held)) if !form.failed() && case.kind.changes_scope() => {
            scope_of(case, held)
        }
        _ => form,
    };
    let mut shell = office.shell();
    shell.failed = form.failed();
    let (today, id) = (office.today(), Uuid::now_v7());
    let page = Page {
        shell,
        file,
        tab: "case",
        possible,
        certificate,
        today,
        case,
        members,
        stale,
        form,
        id,
    };
    office.page_at(page.form.status(), &page)
}

async fn open(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    match office.write(async |tx| decisions::open_case(tx, &by, id, typed).await).await {
        Ok(_) => {
            office.done(&format!("/clients/{id}/case"), "The case is open. Appoint its panel.")
        }
        Err(problem) if form.value("kind").is_empty() => {
            again(&office, id, form.with(problem)?).await
        }
        Err(problem) => super::laying::again(&office, id, form.with(problem)?).await,
    }
}

/// What the new scope would be: as the case says it, or else as the certificate says it now.
fn scope_of(case: &OfficeCase, held: &OfFile) -> Filled {
    if case.new_scope.is_empty() {
        return super::laying::as_it_is(held);
    }
    Filled::from_values([
        ("client", case.new_client.clone()),
        ("scope", case.new_scope.clone()),
        ("sites", super::laying::lines(&case.new_sites)),
        ("soa_version", case.new_soa_version.clone()),
    ])
}

async fn write_scope(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    match office
        .write(async |tx| {
            let case = case_of(tx, id).await?;
            decisions::write_scope(tx, &by, case, typed).await
        })
        .await
    {
        Ok(()) => office.done(
            &format!("/clients/{id}/case"),
            "The panel reads the new scope; who signed before signs anew.",
        ),
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
