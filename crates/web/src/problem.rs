//! When it cannot be done: one answer for every failure, as a page that says what happened and the way on.

use crate::app::App;
use crate::attempts;
use crate::form::RefusalView;
use crate::looks;
use crate::page::{Portal, Shell, render};
use crate::paths::path_of;
use crate::session;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use certification::{Actor, Error, FieldErrors};
use std::sync::{Arc, Mutex};

/// An error on its way to becoming a page.
#[derive(Debug)]
pub struct Problem(pub Error);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if let Error::Refused(refusal) = &error {
            attempts::meet(refusal);
        }
        Problem(error)
    }
}

impl From<certification::Refusal> for Problem {
    fn from(refusal: certification::Refusal) -> Self {
        Error::Refused(refusal).into()
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

/// Who is inside, and the shell of the page that was asked for, once the door has let the person in.
#[derive(Clone, Default)]
pub(crate) struct Inside(pub Arc<Mutex<Option<(Actor, Shell)>>>);

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

/// Gives every problem its page, inside the portal where it happened; keeps what a rule refused and what an assessor
/// looked at; clears a notice once shown.
pub async fn dress(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let inside = Inside::default();
    request.extensions_mut().insert(inside.clone());
    let (path, posted) = (request.uri().path().to_owned(), request.method() == Method::POST);
    let back = back_to(&request).filter(|_| posted);
    let noticed = !posted && session::brings_notice(request.headers());
    let attempt = format!("{} {path}", request.method());
    let (mut response, met) = attempts::watching(next.run(request)).await;
    if noticed {
        response = session::forget_notice(response);
    }
    let (actor, shell) = inside.0.lock().ok().and_then(|mut inside| inside.take()).unzip();
    if let (Some(actor), Some(refusal), StatusCode::CONFLICT) = (&actor, met, response.status()) {
        attempts::keep(&app, actor, &attempt, &refusal).await;
    }
    if let Some(actor) = actor.filter(|_| !posted) {
        response = looks::kept(&app, &actor, &path, response).await;
    }
    match response.extensions().get::<Undressed>().cloned() {
        None => response,
        Some(problem) => {
            let shell = shell.unwrap_or_else(|| bare(&app, path));
            problem.dressed(response.status(), shell, back)
        }
    }
}

/// Where the person came from.
fn back_to(request: &Request) -> Option<String> {
    let from = request.headers().get(header::REFERER)?.to_str().ok()?;
    path_of(from).map(str::to_owned)
}

impl Undressed {
    fn dressed(self, status: StatusCode, shell: Shell, back: Option<String>) -> Response {
        let Undressed { title, sentences, refusal, reference } = self;
        let page = Page { shell, title, sentences, refusal, reference, back };
        render(status, &page).unwrap_or_else(|_| Redirect::to("/").into_response())
    }
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
        only_looks: false,
        failed: false,
    }
}
