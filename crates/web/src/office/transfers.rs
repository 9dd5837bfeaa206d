//! Transfers in the office: the review before a certificate is taken over, and the statement for one that goes.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::transfers::{self, CycleStage, Direction, Outcome, Status, Transfer};
use certification::{certificates, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/transfer", show, review)
        .post("/b/{body}/office/clients/{file}/transfer/statement", state)
}

#[derive(Template)]
#[template(path = "office/transfer.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    form: Filled,
    transfer: Option<Transfer>,
    /// A statement to another body was given, and this body's certificate holds still.
    to_withdraw: bool,
    statuses: Vec<(String, String)>,
    stages: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    yes_no: Vec<(String, String)>,
    manager: bool,
}

impl Page {
    /// Whether a review, or a statement, is asked of the reader now.
    fn asks(&self, direction: &str) -> bool {
        let open = self.transfer.as_ref().filter(|t| t.answered_at.is_none());
        self.manager && open.is_some_and(|t| t.direction.key() == direction)
    }
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&office, id, None).await
}

async fn again(office: &Office, id: Uuid, form: Option<Filled>) -> Answer {
    let (file, transfer, draft, held) = office
        .read(async |tx| {
            let (file, transfer) = (files::of(tx, id).await?, transfers::of_file(tx, id).await?);
            let (mut draft, mut held) = (String::new(), None);
            match transfer.as_ref().filter(|t| t.direction == Direction::Out) {
                Some(out) if out.answered_at.is_some() => {
                    held = certificates::of_file(tx, id).await?;
                }
                Some(_) => draft = transfers::drafted(tx, id).await?,
                None => {}
            }
            Ok((file, transfer, draft, held))
        })
        .await?;
    let today = office.today();
    let to_withdraw = held.is_some_and(|held| {
        let standing = held.life.on(today);
        standing.is_valid() || standing.is_suspended()
    });
    let form = form.unwrap_or_else(|| begun(transfer.as_ref(), draft));
    let mut shell = office.shell();
    shell.failed = form.failed();
    let pairs = |all: Vec<(&str, &str)>| {
        all.into_iter().map(|(key, title)| (key.to_owned(), title.to_owned())).collect()
    };
    let page = Page {
        shell,
        file,
        tab: "application",
        form,
        transfer,
        to_withdraw,
        statuses: pairs(Status::ALL.iter().map(|s| (s.key(), s.title())).collect()),
        stages: pairs(CycleStage::ALL.iter().map(|s| (s.key(), s.title())).collect()),
        outcomes: pairs(Outcome::ALL.iter().map(|o| (o.key(), o.title())).collect()),
        yes_no: pairs(vec![("yes", "Yes"), ("no", "No")]),
        manager: office.actor.has(Function::SchemeManager),
    };
    office.page_at(page.form.status(), &page)
}

/// What the client said stands in the form already.
fn begun(transfer: Option<&Transfer>, draft: String) -> Filled {
    let Some(t) = transfer else { return Filled::default() };
    Filled::from_values([
        ("id", Uuid::now_v7().to_string()),
        ("certificate_number", t.certificate_number.clone()),
        ("issuing_body", t.other_body.clone()),
        ("reasons", t.reasons.clone()),
        ("statement", draft),
    ])
}

async fn review(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    let reviewed = office.write(async |tx| {
        let file = files::of(tx, id).await?.file();
        transfers::review(tx, &by, file, typed).await
    });
    match reviewed.await {
        Ok(()) => office.done(
            &format!("/clients/{id}/transfer"),
            "The review is kept, and the client is told.",
        ),
        Err(problem) => again(&office, id, Some(form.with(problem)?)).await,
    }
}

async fn state(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (by, typed) = (office.actor.scheme_manager()?, form.read()?);
    let stated = office.write(async |tx| {
        let file = files::of(tx, id).await?.file();
        transfers::state(tx, &by, file, typed).await
    });
    match stated.await {
        Ok(()) => office.done(&format!("/clients/{id}/transfer"), "The client has the statement."),
        Err(problem) => again(&office, id, Some(form.with(problem)?)).await,
    }
}
