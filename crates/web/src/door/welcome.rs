//! What happens once a person is proven: a new session, the old one ended, and on to where the person wants.

use crate::app::App;
use crate::page::{Answer, Portal};
use crate::paths::own_path;
use crate::session::{doors, set_session, token};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use certification::Error;
use certification::people::{self, Entered};
use uuid::Uuid;

/// Signs the person in with a session of its own and leads on: to `next` if it may go there, else to its
/// portal (at body `at`, if that is named), else to the choice of portals.
pub(super) async fn welcome(
    app: &App,
    headers: &HeaderMap,
    person: Uuid,
    next: &str,
    at: &str,
) -> Answer {
    if let Some(old) = token(app, headers) {
        people::leave(&app.db, old).await?;
    }
    let agent =
        headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let token = people::remember(&app.db, person, agent).await?;
    let entered = people::enter(&app.db, &token)
        .await?
        .ok_or_else(|| Error::Fault("a session ended as it began".into()))?;
    let mut response = Redirect::to(&onward(&entered, next, at)).into_response();
    response.headers_mut().append(header::SET_COOKIE, set_session(app, &token));
    Ok(response)
}

/// Where the way leads from the door.
pub(super) fn onward(entered: &Entered, next: &str, at: &str) -> String {
    let mut open: Vec<_> =
        doors(entered, Portal::Door, None).into_iter().map(|door| door.href).collect();
    if let Some(next) = own_path(next).filter(|next| may_follow(next, &open)) {
        return next.to_owned();
    }
    if !at.is_empty() {
        let here = format!("/b/{at}/");
        open.retain(|href| href.starts_with(&here));
        open.truncate(1);
    }
    match open.as_slice() {
        [only] => only.clone(),
        _ => "/door/portals".to_owned(),
    }
}

/// Into a portal only where it opens to this person; public pages always; never round in circles at the door.
fn may_follow(next: &str, open: &[String]) -> bool {
    let path = next.split('?').next().unwrap_or_default();
    let inside = |href: &String| {
        path == href || path.strip_prefix(href.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    let portals = ["office", "audit", "panel", "client"];
    let is_portal = path
        .strip_prefix("/b/")
        .and_then(|rest| rest.split('/').nth(1))
        .is_some_and(|portal| portals.contains(&portal));
    let own_choice = path == "/door/account" || path == "/door/portals";
    if is_portal {
        open.iter().any(inside)
    } else {
        own_choice || !(path == "/door" || path.starts_with("/door/"))
    }
}
