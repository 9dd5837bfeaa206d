//! The way in: through a portal's door with a session and a function, or to a public page without.

use super::cookies::{cookie, token};
use super::visit::{Visit, visit};
use crate::app::App;
use crate::page::Portal;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use certification::actor::changes_nothing;
use certification::people::{self, Entered};
use certification::{Actor, Error, Zone, bodies};

/// Why a portal's door stays shut.
pub enum Shut {
    SignIn(String),
    Problem(Problem),
}

impl IntoResponse for Shut {
    fn into_response(self) -> Response {
        match self {
            Shut::SignIn(path) => Redirect::to(&format!("/door?next={path}")).into_response(),
            Shut::Problem(problem) => problem.into_response(),
        }
    }
}

impl<E: Into<Problem>> From<E> for Shut {
    fn from(problem: E) -> Self {
        Shut::Problem(problem.into())
    }
}

async fn who(app: &App, parts: &Parts) -> Result<Option<Entered>, Error> {
    match token(app, &parts.headers) {
        Some(token) => people::enter(&app.db, token).await,
        None => Ok(None),
    }
}

async fn slug(parts: &mut Parts, app: &App) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, app).await.ok()?;
    params.iter().find(|(name, _)| *name == "body").map(|(_, value)| value.to_owned())
}

/// Through the door of a portal: a session, and a function (or a client) at this body. Whoever only looks sends
/// nothing.
pub(super) async fn inside(parts: &mut Parts, app: &App, portal: Portal) -> Result<Visit, Shut> {
    let Some(entered) = who(app, parts).await? else {
        return Err(Shut::SignIn(parts.uri.path().to_owned()));
    };
    let slug = slug(parts, app).await.ok_or(Error::NotFound)?;
    let acting_for = cookie(&parts.headers, "acting_for").and_then(|id| id.parse().ok());
    let file = cookie(&parts.headers, "file").and_then(|id| id.parse().ok());
    let file = file.filter(|_| portal == Portal::Client);
    let actor = entered.actor(&slug, portal.room(), acting_for)?.with_file(file);
    let body = entered.memberships.iter().find(|m| m.slug == slug).map(|m| m.body());
    let sends = parts.method != Method::GET && parts.method != Method::HEAD;
    let visit = visit(app, parts, actor, portal, body, Some(entered));
    if sends && visit.actor.only_looks() {
        return Err(Error::from(changes_nothing()).into());
    }
    Ok(visit)
}

/// Anyone, at a body's public page or at the whole installation's.
pub(super) async fn outside(parts: &mut Parts, app: &App, portal: Portal) -> Result<Visit, Shut> {
    let entered = who(app, parts).await?;
    let body = match slug(parts, app).await {
        Some(slug) => Some(
            app.db.read(&Actor::visitor(None), async |tx| bodies::by_slug(tx, &slug).await).await?,
        ),
        None => None,
    };
    let zone = body.as_ref().map(|body| Zone::of_body(&body.time_zone)).unwrap_or_default();
    let actor = Actor::visitor(body.as_ref().map(|body| body.id)).in_zone(zone);
    Ok(visit(app, parts, actor, portal, body, entered))
}
