//! A forgotten password: a link by mail, and a new password by that link.

use super::welcome::welcome;
use super::{Way, links};
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::{AtDoor, with_notice};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use certification::people::{self, Forgotten, NewPassword, Purpose};

pub(super) fn routes() -> Routes {
    Routes::default().form("/door/password", ask_page, ask).form(
        "/door/password/new",
        new_page,
        set,
    )
}

#[derive(Template)]
#[template(path = "door/password.html")]
struct Ask {
    shell: Shell,
    form: Filled,
}

#[derive(Template)]
#[template(path = "door/new_password.html")]
struct New {
    shell: Shell,
    form: Filled,
    /// Whose account; none when the link is worth nothing.
    email: Option<String>,
}

async fn ask_page(door: AtDoor, Asked(way): Asked<Way>) -> Answer {
    let at = way.body().to_owned();
    show_ask(&door, Filled::from_values([("next", way.next), ("at", at)]))
}

fn show_ask(door: &AtDoor, form: Filled) -> Answer {
    let mut shell = door.shell();
    shell.failed = form.failed();
    door.page_at(form.status(), &Ask { shell, form })
}

async fn ask(door: AtDoor, form: Filled) -> Answer {
    match people::forgotten(&door.app.db, &links(&door.app), form.read::<Forgotten>()?).await {
        Ok(()) => Ok(Redirect::to("/door/sent").into_response()),
        Err(problem) => show_ask(&door, form.with(problem.into())?),
    }
}

async fn new_page(door: AtDoor, Asked(way): Asked<Way>) -> Answer {
    show_new(&door, Filled::from_values([("token", way.token), ("next", way.next)])).await
}

async fn show_new(door: &AtDoor, form: Filled) -> Answer {
    let (email, form) = match people::whose(
        &door.app.db,
        &links(&door.app),
        form.value("token"),
        Purpose::Password,
    )
    .await
    {
        Ok(email) => (Some(email), form),
        Err(problem) => (None, form.with(problem.into())?),
    };
    let mut shell = door.shell();
    shell.failed = form.failed();
    door.page_at(form.status(), &New { shell, form, email })
}

async fn set(door: AtDoor, headers: HeaderMap, form: Filled) -> Answer {
    match people::set_password(&door.app.db, &links(&door.app), form.read::<NewPassword>()?).await {
        Ok(person) => {
            let welcomed = welcome(&door.app, &headers, person, form.value("next"), "").await?;
            Ok(with_notice(
                welcomed,
                "Your new password holds, and every other session of yours has ended.",
            ))
        }
        Err(problem) => show_new(&door, form.with(problem.into())?).await,
    }
}
