//! Signing: over the digest of the whole record, with the password given again, the chair last (DEC-3, DEC-4).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Panel;
use askama::Template;
use certification::decisions::{self, Board, Decider, Manifest, STATEMENTS, Seat, Signed, Vote};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/panel/cases/{case}/sign", show, sign)
}

#[derive(Template)]
#[template(path = "panel/sign.html")]
struct Page {
    shell: Shell,
    seat: Seat,
    tab: &'static str,
    board: Board,
    manifest: Manifest,
    form: Filled,
    /// In a demonstration everybody's password is known, and said here.
    hint: &'static str,
}

impl Page {
    fn statements(&self) -> Vec<(String, String)> {
        STATEMENTS
            .iter()
            .map(|(key, sentence)| ((*key).to_owned(), (*sentence).to_owned()))
            .collect()
    }

    fn votes(&self) -> Vec<(String, String)> {
        let kind = self.seat.kind;
        let own = |vote: &Vote| (vote.key().to_owned(), vote.title(kind).to_owned());
        self.seat.outcomes().iter().map(own).collect()
    }
}

async fn show(panel: Panel, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&panel, id, Filled::default()).await
}

async fn again(panel: &Panel, id: Uuid, form: Filled) -> Answer {
    let (seat, board, manifest) = panel
        .read(async |tx| {
            let decider = Decider::for_case(tx, id).await?;
            let seat = decider.seat().clone();
            let board = decisions::board(tx, &seat).await?;
            let manifest = decisions::record_digest(tx, seat.engagement_id).await?;
            Ok((seat, board, manifest))
        })
        .await?;
    let mut shell = panel.shell();
    shell.failed = form.failed();
    let hint = match panel.app.settings.demonstration {
        true => "In this demonstration everybody's password is: demonstration",
        false => "Signing asks for it again, each time.",
    };
    let page = Page { shell, seat, tab: "sign", board, manifest, form, hint };
    panel.page_at(page.form.status(), &page)
}

/// The credentials and the form first, together; then the signature, and with the chair's the decision.
async fn sign(panel: Panel, At((_, id)): At<(String, Uuid)>, mut form: Filled) -> Answer {
    let typed = form.read()?;
    let password = form.value("password").to_owned();
    form.set("password", "");
    let proven = match decisions::prove(&panel.app.db, &panel.actor, &typed, &password).await {
        Ok(proven) => proven,
        Err(error) => return again(&panel, id, form.with(error.into())?).await,
    };
    let issuing = panel.app.issuing();
    let signing = panel.write(async |tx| {
        let decider = Decider::for_case(tx, id).await?;
        decisions::sign(tx, &decider, &proven, typed, &issuing).await
    });
    let said = match signing.await {
        Ok(Signed::Voted) => "Your signature stands. The chair signs last.".to_owned(),
        Ok(Signed::Granted { number }) => {
            format!("Decided: certification is granted. Attestation {number} was issued.")
        }
        Ok(Signed::Refused) => "Decided: certification is refused.".to_owned(),
        Ok(Signed::Decided { kind, outcome, number }) => {
            format!("Decided on {number}: {}.", outcome.decided(kind).to_lowercase())
        }
        Err(problem) => return again(&panel, id, form.with(problem)?).await,
    };
    panel.done(&format!("/cases/{id}"), &said)
}
