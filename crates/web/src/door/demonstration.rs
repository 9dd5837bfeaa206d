//! The demonstration's door: being any of its people without a password, and moving its date. Outside a
//! demonstration there is nothing here.

use super::welcome::welcome;
use crate::app::{App, Routes};
use crate::form::Filled;
use crate::page::Answer;
use crate::paths::path_of;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use certification::people::{self, Role};
use certification::{certificates, escalation, installation};

pub(super) fn routes() -> Routes {
    Routes::default().post("/door/demo", be).post("/door/demo/date", move_date)
}

/// The people of one body, or of none.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) roles: Vec<Role>,
}

/// By body, in the order in which they come.
pub(super) fn groups(cast: Vec<Role>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for role in cast {
        let slug = role.slug.clone().unwrap_or_default();
        match groups.last_mut().filter(|group| group.slug == slug) {
            Some(group) => group.roles.push(role),
            None => groups.push(Group {
                title: role.body_name.clone().unwrap_or_else(|| "At no body yet".to_owned()),
                slug,
                roles: vec![role],
            }),
        }
    }
    groups
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Chosen {
    person: String,
    at: String,
    next: String,
}

async fn be(State(app): State<App>, headers: HeaderMap, form: Filled) -> Answer {
    only_in_a_demonstration(&app)?;
    let chosen: Chosen = form.read()?;
    let person = people::in_the_role_of(&app.db, &chosen.person).await?;
    welcome(&app, &headers, person, &chosen.next, &chosen.at).await
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Moved {
    days: String,
}

async fn move_date(State(app): State<App>, headers: HeaderMap, form: Filled) -> Answer {
    only_in_a_demonstration(&app)?;
    let days = form
        .read::<Moved>()?
        .days
        .trim()
        .parse::<i32>()
        .ok()
        .filter(|days| (1..=3660).contains(days))
        .ok_or_else(Problem::bad_request)?;
    installation::move_date(&app.db, days).await?;
    // What the days between have made due shows at once; the worker would come to it a moment later.
    escalation::run(&app.db).await?;
    certificates::renew_lists(&app.db, &app.keyring, &app.settings.public_url).await?;
    let back = headers
        .get(header::REFERER)
        .and_then(|address| address.to_str().ok())
        .and_then(path_of)
        .unwrap_or("/door");
    Ok(Redirect::to(back).into_response())
}

fn only_in_a_demonstration(app: &App) -> Result<(), Problem> {
    if app.settings.demonstration { Ok(()) } else { Err(Problem::not_found()) }
}
