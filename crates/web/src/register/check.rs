//! Checking a file: a bundle, a PDF or a credential that somebody was given. Its bytes decide, with the keys and
//! lists that this register publishes; nothing that the file names is fetched, and nothing of it is kept.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Register;
use askama::Template;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use certification::certificates;
use certification::keys::{self, Purpose};
use certification::{Error, FieldErrors, bodies};
use proofs::key_set::KeySet;
use proofs::status_list;
use proofs::verify::{Genuine, Given, Outcome, Report, State, verify, verify_with};

pub(super) fn routes() -> Routes {
    Routes::default().form("/verify/file", ask, answer)
}

/// The largest file that is looked into, bytes; larger ones are none of ours.
const MOST: usize = 20 * 1024 * 1024;

#[derive(Template)]
#[template(path = "register/check.html")]
struct Page {
    shell: Shell,
    form: Filled,
    report: Option<Box<Report>>,
}

impl Page {
    fn genuine(&self, report: &Report) -> (&'static str, &'static str) {
        match report.genuine {
            Genuine::Yes => ("good", "Genuine"),
            Genuine::No => ("bad", "Not genuine"),
            Genuine::Unproven => ("wait", "Not proven"),
            Genuine::Unreadable => ("wait", "Cannot be read"),
        }
    }

    /// Whether what it says is what the body signed.
    fn believed(&self, report: &Report) -> bool {
        report.genuine == Genuine::Yes
    }

    fn state(&self, state: &State) -> (&'static str, &'static str) {
        match state {
            State::Valid => ("good", "Valid"),
            State::Suspended => ("bad", "Suspended"),
            State::Withdrawn => ("bad", "Holds no more"),
            State::Expired => ("bad", "Expired"),
            State::NotYet => ("wait", "Not yet"),
            State::Unknown => ("wait", "Unknown"),
        }
    }

    fn mark(&self, outcome: &Outcome) -> (&'static str, &'static str) {
        match outcome {
            Outcome::Passed => ("good", "Passed"),
            Outcome::Failed => ("bad", "Failed"),
            Outcome::Noted => ("plain", "Noted"),
        }
    }
}

async fn ask(register: Register) -> Answer {
    let page = Page { shell: register.shell(), form: Filled::default(), report: None };
    register.page(&page)
}

async fn answer(register: Register, file: GivenFile) -> Answer {
    let mut shell = register.shell();
    let bytes = match file.0 {
        Ok(bytes) => bytes,
        Err(wrong) => {
            shell.failed = true;
            let form = Filled::default().with(Problem(wrong.into()))?;
            return register.page_at(form.status(), &Page { shell, form, report: None });
        }
    };
    let now = register.read(async |tx| Ok(tx.now())).await?;
    let first = judged(bytes.clone(), Known::default(), now).await?;
    let report = match known_of(&register, &first).await? {
        None => first,
        Some(known) => judged(bytes, known, now).await?,
    };
    register.page(&Page { shell, form: Filled::default(), report: Some(Box::new(report)) })
}

/// The keys of a body and its lists as they are now.
#[derive(Default)]
struct Known {
    keys: Option<KeySet>,
    lists: Vec<Vec<u8>>,
}

/// Verifying takes its time, so it happens off the async threads.
async fn judged(
    bytes: bytes::Bytes,
    known: Known,
    now: time::OffsetDateTime,
) -> Result<Report, Problem> {
    let work = move || {
        let lists: Vec<&[u8]> = known.lists.iter().map(Vec::as_slice).collect();
        match &known.keys {
            None => verify(&bytes, None, now),
            keys => verify_with(&bytes, &Given { keys: keys.as_ref(), lists: &lists, now }),
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(|cause| Problem::fault(cause.to_string()))
}

/// What this register publishes of the body in whose name the file is signed; none where it is none of ours.
async fn known_of(register: &Register, report: &Report) -> Result<Option<Known>, Problem> {
    let own = keys::did(&register.app.settings.public_url, "");
    let Some(slug) = report.who.as_ref().and_then(|who| who.did.strip_prefix(&own)) else {
        return Ok(None);
    };
    register
        .read(async |tx| {
            let body = match bodies::by_slug(tx, slug).await {
                Ok(body) => body,
                Err(Error::NotFound) => return Ok(None),
                Err(cause) => return Err(cause),
            };
            let published = keys::published(tx, body.id).await?;
            let did = keys::did(&register.app.settings.public_url, slug);
            let mut lists = Vec::new();
            for purpose in [status_list::Purpose::Suspension, status_list::Purpose::Revocation] {
                let list = certificates::newest_list(tx, body.id, purpose).await?;
                lists.extend(list.map(|list| list.jwt.into_bytes()));
            }
            Ok(Some(Known {
                keys: Some(keys::key_set(&published, &did, Purpose::Credential)),
                lists,
            }))
        })
        .await
}

/// The one file of the form, in memory and no larger than it may be.
struct GivenFile(Result<bytes::Bytes, FieldErrors>);

impl<S: Send + Sync> FromRequest<S> for GivenFile {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        DefaultBodyLimit::max(MOST + 64 * 1024).apply(&mut request);
        let wrong = |what: &str| Ok(GivenFile(Err(FieldErrors::one("file", what))));
        let mut parts =
            Multipart::from_request(request, state).await.map_err(|_| Problem::bad_request())?;
        while let Some(part) = parts.next_field().await.map_err(|_| Problem::bad_request())? {
            if part.name() != Some("file") {
                continue;
            }
            return match part.bytes().await {
                Ok(bytes) if bytes.is_empty() => wrong("Choose a file"),
                Ok(bytes) if bytes.len() <= MOST => Ok(GivenFile(Ok(bytes))),
                _ => wrong("The file is larger than 20 MB, more than any of ours"),
            };
        }
        wrong("Choose a file")
    }
}
