//! When it cannot be done: one answer for every failure, as a page that says what happened and the way on.

use crate::app::App;
use crate::form::RefusalView;
use crate::page::{Portal, Shell, render};
use crate::paths::path_of;
use crate::session;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use certification::{Error, FieldErrors};
use std::sync::{Arc, Mutex};

/// An error on its way to becoming a page.
#[derive(Debug)]
pub struct Problem(pub Error);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Problem(error)
    }
}

impl From<certification::Refusal> for Problem {
    fn from(refusal: certification::Refusal) -> Self {
        Problem(Error::Refused(refusal))
    }
}

impl Problem {
    pub fn not_found() -> Self {
        Problem(Error::NotFound)
    }

    pub fn bad_request() -> Self {
        Problem(
            FieldErrors::one(
                "",
                "The form did not arrive in one piece: go back, and send it again",
            )
            .into(),
        )
    }

    pub fn too_large() -> Self {
        Problem(
            FieldErrors::one(
                "",
                "What you sent is too large, or the connection broke: nothing was kept",
            )
            .into(),
        )
    }

    pub fn fault(cause: String) -> Self {
        Problem(Error::Fault(cause))
    }
}

/// The shell of the page that was asked for, once the door has let the person in.
#[derive(Clone, Default)]
pub(crate) struct ShellSlot(pub Arc<Mutex<Option<Shell>>>);

/// What `dress` makes a page of.
#[derive(Clone)]
struct Undressed {
    title: &'static str,
    sentences: Vec<String>,
    refusal: Option<RefusalView>,
    reference: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, undressed) = match self.0 {
            Error::NotFound => (
                StatusCode::NOT_FOUND,
                said(
                    "There is nothing here",
                    vec![
                        "Nothing with this address exists, or it is not for you to see.".to_owned(),
                    ],
                ),
            ),
            Error::Refused(refusal) => (
                StatusCode::CONFLICT,
                Undressed {
                    refusal: Some(refusal.into()),
                    ..said("A rule does not allow this", vec![])
                },
            ),
            Error::Stale(sentence) => {
                (StatusCode::CONFLICT, said("Somebody was faster", vec![sentence]))
            }
            Error::Invalid(FieldErrors(errors)) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                said(
                    "This could not be used as it is",
                    errors.into_iter().map(|(_, m)| m).collect(),
                ),
            ),
            Error::Fault(cause) => (StatusCode::INTERNAL_SERVER_ERROR, fault(&cause)),
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(undressed);
        response
    }
}

fn said(title: &'static str, sentences: Vec<String>) -> Undressed {
    Undressed { title, sentences, refusal: None, reference: None }
}

/// The cause is for the log; the person gets a number to name.
fn fault(cause: &str) -> Undressed {
    let reference = hex::encode(rand::random::<[u8; 4]>());
    tracing::error!(%reference, cause, "fault");
    let sentence = "This is our failure, not yours. Nothing was changed; try again, and if it stays, tell us the number.".to_owned();
    Undressed { reference: Some(reference), ..said("Something went wrong", vec![sentence]) }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    shell: Shell,
    title: &'static str,
    sentences: Vec<String>,
    refusal: Option<RefusalView>,
    reference: Option<String>,
    back: Option<String>,
}

/// Any address without a route.
pub async fn nothing_here() -> Problem {
    Problem::not_found()
}

/// Gives every problem its page, inside the portal where it happened; clears a notice once shown.
pub async fn dress(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let slot = ShellSlot::default();
    request.extensions_mut().insert(slot.clone());
    let (path, posted) =
        (request.uri().path().to_owned(), request.method() == axum::http::Method::POST);
    let back = request
        .headers()
        .get(header::REFERER)
        .and_then(|v| v.to_str().ok())
        .and_then(path_of)
        .filter(|_| posted)
        .map(str::to_owned);
    let noticed = !posted && session::brings_notice(request.headers());
    let mut response = next.run(request).await;
    if noticed {
        response = session::forget_notice(response);
    }
    let Some(undressed) = response.extensions().get::<Undressed>().cloned() else {
        return response;
    };
    let shell =
        slot.0.lock().ok().and_then(|mut shell| shell.take()).unwrap_or_else(|| bare(&app, path));
    let Undressed { title, sentences, refusal, reference } = undressed;
    let page = Page { shell, title, sentences, refusal, reference, back };
    render(response.status(), &page).unwrap_or_else(|_| Redirect::to("/").into_response())
}

fn bare(app: &App, path: String) -> Shell {
    Shell {
        portal: Portal::Register,
        body: None,
        person: None,
        nav: vec![],
        doors: vec![],
        notice: None,
        demonstration: crate::session::demonstration_date(app),
        path,
        failed: false,
    }
}
