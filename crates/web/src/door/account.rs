//! Opening an account, confirming its address, and one's own account with its password.

use super::welcome::welcome;
use super::{Way, links};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, PersonBrief, Shell};
use crate::paths::{Asked, own_path};
use crate::problem::Problem;
use crate::session::{AtDoor, SignedIn, Visit, with_notice};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use certification::people::{self, Change, Factors, Opening, Passkey, Purpose};

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/door/account", page, open)
        .get("/door/sent", sent)
        .form("/door/account/confirm", confirm_page, confirm)
        .post("/door/account/password", change)
}

#[derive(Template)]
#[template(path = "door/account.html")]
struct NewAccount {
    shell: Shell,
    form: Filled,
    sign_in: String,
}

#[derive(Template)]
#[template(path = "door/my_account.html")]
struct MyAccount {
    shell: Shell,
    form: Filled,
    person: PersonBrief,
    factors: Factors,
    /// Whether browsers use passkeys at this installation's address.
    passkeys_work: bool,
    way: Way,
}

impl MyAccount {
    /// A page of the account, with the way back to what the person was doing.
    fn on(&self, path: &str) -> String {
        self.way.on(path)
    }

    fn removal(&self, passkey: &Passkey) -> String {
        self.on(&format!("/door/account/passkeys/{}/remove", passkey.id))
    }

    fn back(&self) -> Option<&str> {
        own_path(&self.way.next).filter(|next| !next.is_empty())
    }
}

#[derive(Template)]
#[template(path = "door/sent.html")]
struct Sent {
    shell: Shell,
    demonstration: bool,
}

#[derive(Template)]
#[template(path = "door/confirm.html")]
struct Confirm {
    shell: Shell,
    form: Filled,
    /// Whose account; none when the link is worth nothing.
    email: Option<String>,
}

async fn page(door: AtDoor, Asked(way): Asked<Way>) -> Answer {
    if door.entered.is_some() {
        return show_mine(&door, Filled::default(), way).await;
    }
    let at = way.body().to_owned();
    show_new(&door, Filled::from_values([("next", way.next), ("at", at)]))
}

fn show_new(door: &AtDoor, form: Filled) -> Answer {
    let way = Way {
        next: form.value("next").to_owned(),
        at: form.value("at").to_owned(),
        ..Way::default()
    };
    let mut shell = door.shell();
    shell.failed = form.failed();
    door.page_at(form.status(), &NewAccount { shell, form, sign_in: way.on("/door") })
}

async fn show_mine(visit: &Visit, form: Filled, way: Way) -> Answer {
    let mut shell = visit.shell();
    shell.failed = form.failed();
    let (person, entered) =
        shell.person.clone().zip(visit.entered.as_ref()).ok_or_else(Problem::not_found)?;
    let factors = people::factors(&visit.app.db, &entered.at_the_door()).await?;
    let passkeys_work = visit.app.site().is_some();
    let page = MyAccount { shell, form, person, factors, passkeys_work, way };
    visit.page_at(page.form.status(), &page)
}

async fn open(door: AtDoor, form: Filled) -> Answer {
    match people::open(&door.app.db, &links(&door.app), form.read::<Opening>()?).await {
        Ok(()) => Ok(Redirect::to("/door/sent").into_response()),
        Err(problem) => show_new(&door, form.with(problem.into())?),
    }
}

async fn sent(door: AtDoor) -> Answer {
    door.page(&Sent { shell: door.shell(), demonstration: door.app.settings.demonstration })
}

async fn confirm_page(door: AtDoor, Asked(way): Asked<Way>) -> Answer {
    show_confirm(&door, Filled::from_values([("token", way.token), ("next", way.next)])).await
}

async fn show_confirm(door: &AtDoor, form: Filled) -> Answer {
    let (email, form) =
        match people::whose(&door.app.db, &links(&door.app), form.value("token"), Purpose::Confirm)
            .await
        {
            Ok(email) => (Some(email), form),
            Err(problem) => (None, form.with(problem.into())?),
        };
    let mut shell = door.shell();
    shell.failed = form.failed();
    door.page_at(form.status(), &Confirm { shell, form, email })
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Confirming {
    token: String,
    password: String,
    next: String,
}

async fn confirm(door: AtDoor, headers: HeaderMap, form: Filled) -> Answer {
    let typed: Confirming = form.read()?;
    match people::confirm(&door.app.db, &links(&door.app), &typed.token, &typed.password).await {
        Ok(person) => Ok(with_notice(
            welcome(&door.app, &headers, person, &typed.next, "").await?,
            "Your address is confirmed: welcome.",
        )),
        Err(problem) => show_confirm(&door, form.with(problem.into())?).await,
    }
}

async fn change(signed: SignedIn, headers: HeaderMap, form: Filled) -> Answer {
    let (app, me) = (&signed.visit.app, signed.entered.at_the_door());
    match people::change_password(&app.db, &me, form.read::<Change>()?).await {
        Ok(person) => {
            let said = "Your password is changed, and every other session of yours has ended.";
            Ok(with_notice(welcome(app, &headers, person, "/door/account", "").await?, said))
        }
        Err(problem) => show_mine(&signed.visit, form.with(problem.into())?, Way::default()).await,
    }
}
