//! Signing in and out. In a demonstration the page offers people to be instead of passwords.

use super::Way;
use super::demonstration::{Group, groups};
use super::welcome::{onward, welcome};
use crate::app::{App, Routes};
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::{AtDoor, set_session, token};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use certification::people;

pub(super) fn routes() -> Routes {
    Routes::default().form("/door", page, sign_in).post("/door/leave", leave)
}

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct SignIn {
    shell: Shell,
    form: Filled,
    forgotten: String,
    account: String,
}

#[derive(Template)]
#[template(path = "door/demonstration.html")]
struct Demonstration {
    shell: Shell,
    groups: Vec<Group>,
    next: String,
}

impl Demonstration {
    /// The certifications that are under way, each at the person whose turn it is; only who is there.
    fn tour(&self) -> Vec<(&'static str, &'static str, &str)> {
        TOUR.iter()
            .filter_map(|(key, what)| {
                let mut roles = self.groups.iter().flat_map(|group| &group.roles);
                roles.find(|role| role.key == *key).map(|role| (*key, *what, role.name.as_str()))
            })
            .collect()
    }
}

/// Who has something to do when the demonstration begins, and what.
const TOUR: &[(&str, &str)] = &[
    ("helen", "The office. A new application has come in: review it, then work out time and fee."),
    ("amara", "The lead auditor. A client has answered a finding: judge the answer."),
    ("castellan", "A client. A finding came back with a reason: answer it again, with evidence."),
    (
        "david",
        "The panel. Read a whole record in one place, and sign it: password and code stand on the page.",
    ),
    ("ruth", "The panel’s chair. She signs last; the attestation is issued in that moment."),
    ("orrery", "The client that has waited for it: download the attestation."),
    (
        "aisha",
        "Sent by an accreditation body. She reads everything, changes nothing, and each look is kept.",
    ),
];

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Typed {
    email: String,
    password: String,
    next: String,
    at: String,
}

async fn page(door: AtDoor, Asked(way): Asked<Way>) -> Answer {
    if door.app.settings.demonstration && way.with != "password" {
        let groups = groups(people::cast(&door.app.db).await?);
        return door.page(&Demonstration { shell: door.shell(), groups, next: way.next });
    }
    if let Some(entered) = &door.entered {
        return Ok(Redirect::to(&onward(entered, &way.next, "")).into_response());
    }
    let at = way.body().to_owned();
    show(&door, Filled::from_values([("next", way.next), ("at", at)]))
}

fn show(door: &AtDoor, form: Filled) -> Answer {
    let way = Way {
        next: form.value("next").to_owned(),
        at: form.value("at").to_owned(),
        ..Way::default()
    };
    let (forgotten, account) = (way.on("/door/password"), way.on("/door/account"));
    let mut shell = door.shell();
    shell.failed = form.failed();
    door.page_at(form.status(), &SignIn { shell, form, forgotten, account })
}

async fn sign_in(door: AtDoor, headers: HeaderMap, form: Filled) -> Answer {
    let typed: Typed = form.read()?;
    match people::sign_in(&door.app.db, &typed.email, &typed.password).await {
        Ok(person) => welcome(&door.app, &headers, person, &typed.next, "").await,
        Err(problem) => show(&door, form.with(problem.into())?),
    }
}

async fn leave(State(app): State<App>, headers: HeaderMap) -> Answer {
    if let Some(token) = token(&app, &headers) {
        people::leave(&app.db, token).await?;
    }
    let mut response = Redirect::to("/door").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_session(&app, ""));
    Ok(response)
}
