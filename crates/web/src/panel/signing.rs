//! Signing in two steps: the vote with its reason, then a page that shows exactly what will be signed, and the act: by
//! the member's passkey, or by password and code (DEC-3, DEC-4).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Panel;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use certification::Error;
use certification::decisions::{
    self, Board, Decider, Intent, Manifest, STATEMENTS, Seat, Signed, Vote,
};
use certification::people::{self, Factors};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/panel/cases/{case}/sign", show, prepare).form(
        "/b/{body}/panel/cases/{case}/sign/{intent}",
        exactly,
        sign,
    )
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
    factors: Factors,
    /// Whether browsers use passkeys at this installation's address.
    passkeys_work: bool,
    /// For what the form makes: what then waits to be signed.
    id: String,
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

    fn by_passkey(&self) -> bool {
        self.passkeys_work && !self.factors.passkeys.is_empty()
    }

    /// The member's account, with the way back to this page.
    fn account(&self) -> String {
        format!("/door/account?next={}/sign", self.shell.case_base(&self.seat.case_id))
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
    let factors = people::factors(&panel.app.db, &panel.actor).await?;
    let mut shell = panel.shell();
    shell.failed = form.failed();
    let (passkeys_work, id) = (panel.app.site().is_some(), Uuid::now_v7().to_string());
    let page = Page { shell, seat, tab: "sign", board, manifest, form, factors, passkeys_work, id };
    panel.page_at(page.form.status(), &page)
}

/// The first step: what will be signed is set down, and shown on its own page.
async fn prepare(panel: Panel, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let factors = people::factors(&panel.app.db, &panel.actor).await?;
    let prepared = panel.write(async |tx| {
        let decider = Decider::for_case(tx, id).await?;
        decisions::prepare(tx, &decider, &typed, &factors, &panel.app.keyring).await
    });
    match prepared.await {
        Ok(intent) => {
            let page = panel.href(&format!("/cases/{id}/sign/{intent}"));
            Ok(Redirect::to(&page).into_response())
        }
        Err(problem) => again(&panel, id, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "panel/sign_exactly.html")]
struct Exactly {
    shell: Shell,
    seat: Seat,
    tab: &'static str,
    intent: Intent,
    form: Filled,
    /// What the browser asks the passkey; empty where password and code are given.
    options: String,
    /// In a demonstration nobody has a device, and the code of this moment is said here.
    code: Option<String>,
}

impl Exactly {
    fn hint(&self) -> String {
        match &self.code {
            Some(code) => format!("In this demonstration your code is now {code}"),
            None => "The six figures that your device shows now. Each code counts once.".to_owned(),
        }
    }

    fn password_hint(&self) -> &'static str {
        match self.shell.demonstration.is_some() {
            true => "In this demonstration everybody's password is: demonstration",
            false => "Signing asks for it again, each time.",
        }
    }
}

async fn exactly(panel: Panel, At((_, case, id)): At<(String, Uuid, Uuid)>) -> Answer {
    match waiting(&panel, case, id).await {
        Ok((seat, intent)) => shown(&panel, seat, intent, Filled::default()).await,
        Err(problem) => anew(&panel, case, problem),
    }
}

/// Back to the first step, with the sentence that says why the second is over.
fn anew(panel: &Panel, case: Uuid, problem: Problem) -> Answer {
    match problem {
        Problem(Error::Refused(refusal)) => panel.done(
            &format!("/cases/{case}/sign"),
            &format!("{} {}", refusal.because, refusal.way_out),
        ),
        other => Err(other),
    }
}

async fn waiting(panel: &Panel, case: Uuid, id: Uuid) -> Result<(Seat, Intent), Problem> {
    panel
        .read(async |tx| {
            let decider = Decider::for_case(tx, case).await?;
            let intent = decisions::intent(tx, &decider, id).await?;
            Ok((decider.seat().clone(), intent))
        })
        .await
}

async fn shown(panel: &Panel, seat: Seat, intent: Intent, mut form: Filled) -> Answer {
    for secret in ["password", "code", "answer"] {
        form.set(secret, "");
    }
    let (app, by_passkey) = (&panel.app, intent.by_passkey());
    let options = match app.site().filter(|_| by_passkey) {
        Some(site) => {
            people::factors(&app.db, &panel.actor).await?.asked_to_sign(&intent.bytes, &site)
        }
        None => String::new(),
    };
    let code = match app.settings.demonstration && !by_passkey {
        true => people::code_in_demonstration(&app.db, &panel.actor, &app.codes()).await?,
        false => None,
    };
    let mut shell = panel.shell();
    shell.failed = form.failed();
    let page = Exactly { shell, seat, tab: "sign", intent, form, options, code };
    panel.page_at(page.form.status(), &page)
}

/// The second step: the act over exactly these bytes, and with the chair's the decision.
async fn sign(panel: Panel, At((_, case, id)): At<(String, Uuid, Uuid)>, form: Filled) -> Answer {
    // What is over by then is refused, and kept as an attempt; the way back leads to the first step.
    let (seat, intent) = waiting(&panel, case, id).await?;
    let (app, act) = (&panel.app, form.read()?);
    let with = (app.site(), app.codes());
    let given = decisions::give(&app.db, &panel.actor, &intent, &act, (with.0.as_ref(), &with.1));
    let given = match given.await {
        Ok(given) => given,
        Err(error) => return shown(&panel, seat, intent, form.with(error.into())?).await,
    };
    let issuing = app.issuing();
    let signing = panel.write(async |tx| {
        let decider = Decider::for_case(tx, case).await?;
        decisions::sign(tx, &decider, given, &issuing).await
    });
    match signing.await {
        Ok(signed) => panel.done(&format!("/cases/{case}"), &said(&signed)),
        // What was refused is prepared anew: the record moved on, or it was signed meanwhile.
        Err(problem @ Problem(Error::Refused(_) | Error::Stale(_))) => {
            again(&panel, case, Filled::default().with(problem)?).await
        }
        Err(problem) => Err(problem),
    }
}

fn said(signed: &Signed) -> String {
    match signed {
        Signed::Voted => "Your signature stands. The chair signs last.".to_owned(),
        Signed::Granted { number } => {
            format!("Decided: certification is granted. Attestation {number} was issued.")
        }
        Signed::Refused => "Decided: certification is refused.".to_owned(),
        Signed::Decided { kind, outcome, number } => {
            format!("Decided on {number}: {}.", outcome.decided(*kind).to_lowercase())
        }
    }
}
