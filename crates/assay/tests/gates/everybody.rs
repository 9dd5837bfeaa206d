//! What a rule refused to one person is tried again by everybody else, the administrator first: nobody is exempt,
//! nobody gets further, and nothing changes.

use super::said;
use assay::story::{Played, Player, Stuck};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// The last form that was refused by a rule, or sent back with what is wrong in it, as it was sent.
#[derive(Clone, Default)]
pub struct Refused(Arc<Mutex<Option<Sent>>>);

#[derive(Clone)]
struct Sent {
    path: String,
    media_type: Option<HeaderValue>,
    body: Bytes,
}

/// The one whose portal an act belongs to is tried by the gate's own test; these are all the others.
const EVERYBODY: [(&str, &str); 7] = [
    ("oliver", ""),
    ("helen", "/office/"),
    ("amara", "/audit/"),
    ("david", "/panel/"),
    ("harbour", "/client/"),
    ("ingrid", ""),
    ("aisha", ""),
];

impl Refused {
    /// The same doors, watched: each form that is refused or sent back is remembered as it was sent.
    pub fn watch(&self, doors: Router) -> Router {
        let refused = self.clone();
        doors.layer(from_fn(move |request: Request, next: Next| {
            let refused = refused.clone();
            async move { refused.remember(request, next).await }
        }))
    }

    async fn remember(&self, request: Request, next: Next) -> axum::response::Response {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a form in memory");
        let media_type = head.headers.get(header::CONTENT_TYPE).cloned();
        let sent = Sent { path: head.uri.path().to_owned(), media_type, body: body.clone() };
        let posted = head.method == axum::http::Method::POST;
        let response = next.run(Request::from_parts(head, Body::from(body))).await;
        if posted
            && [StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY].contains(&response.status())
        {
            *self.0.lock().expect("nobody panicked") = Some(sent);
        }
        response
    }

    /// Tries the refused form again as everybody else. None is let through; answers how many a rule refused, whose
    /// attempts are kept. To the others the door is not there, or the same form comes back.
    pub async fn by_everybody_else(&self, doors: &Router) -> Played<i64> {
        let mut by_a_rule = 0;
        let Some(sent) = self.0.lock().expect("nobody panicked").take() else { return Ok(0) };
        for (key, portal) in EVERYBODY {
            if !portal.is_empty() && sent.path.contains(portal) {
                continue;
            }
            let player = Player::enter(doors, key).await?;
            let (status, page) = sent.again(doors, &player).await?;
            let words = said(&page);
            let shut = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED];
            let sent_back = status == StatusCode::UNPROCESSABLE_ENTITY;
            let refused = status == StatusCode::CONFLICT && words.contains("Rule ");
            let vain = shut.contains(&status) || sent_back || refused;
            assert!(vain, "{key} at {}: {status} {words}", sent.path);
            by_a_rule += i64::from(refused);
        }
        Ok(by_a_rule)
    }
}

impl Sent {
    async fn again(&self, doors: &Router, player: &Player) -> Played<(StatusCode, String)> {
        let mut request = Request::post(&self.path)
            .header(header::HOST, "assay.demonstration")
            .header(header::COOKIE, player.session());
        if let Some(media_type) = &self.media_type {
            request = request.header(header::CONTENT_TYPE, media_type);
        }
        let stuck = |cause: String| Stuck(format!("{}: {cause}", self.path));
        let request =
            request.body(Body::from(self.body.clone())).map_err(|e| stuck(e.to_string()))?;
        let response = doors.clone().oneshot(request).await.map_err(|e| stuck(format!("{e:?}")))?;
        let status = response.status();
        let body =
            to_bytes(response.into_body(), usize::MAX).await.map_err(|e| stuck(e.to_string()))?;
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}
