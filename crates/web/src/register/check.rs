//! The page that checks files: bundles, PDFs and credentials that somebody was given; one at length, several as a
//! table, and for programs as JSON.

use super::checked::{Checked, Checking};
use super::json;
use super::turns::Turn;
use super::verdict::Verdict;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Register;
use askama::Template;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode};
use bytes::BytesMut;
use certification::evidence::clean_name;
use certification::{Error, FieldErrors};
use proofs::verify::{Outcome, Report};

pub(super) fn routes() -> Routes {
    Routes::default().form("/verify/file", ask, answer)
}

/// The largest file that is looked into, bytes; larger ones are none of ours.
const LARGEST: usize = 20 * 1024 * 1024;
/// The most files of one request, and what they may weigh together, bytes. One after the other is in memory.
const MOST: usize = 40;
const TOGETHER: usize = 60 * 1024 * 1024;
/// What is let in and dropped, bytes: a browser reads no answer before it has sent everything.
const LET_IN: usize = 4 * TOGETHER;

#[derive(Template)]
#[template(path = "register/check.html")]
struct Page {
    shell: Shell,
    form: Filled,
    files: Vec<Checked>,
}

impl Page {
    fn most(&self) -> usize {
        LARGEST
    }

    /// The answer to the first question, for a file alone.
    fn genuine(&self, file: &Checked) -> (&'static str, &'static str, String) {
        let verdict = file.verdict;
        match verdict {
            _ if verdict.is_genuine() => ("good", "Genuine", file.report.sentence.clone()),
            _ => (verdict.tag(), verdict.title(), file.sentence.clone()),
        }
    }

    fn mark(&self, outcome: &Outcome) -> (&'static str, &'static str) {
        match outcome {
            Outcome::Passed => ("good", "Passed"),
            Outcome::Failed => ("bad", "Failed"),
            Outcome::Noted => ("plain", "Noted"),
        }
    }

    /// Whose number it is, or claims to be.
    fn number<'a>(&self, report: &'a Report) -> Option<&'a str> {
        report.facts.as_ref().map(|facts| facts.number.as_str())
    }

    /// How many there are of each answer, in words.
    fn sum(&self) -> String {
        let of = |which: fn(Verdict) -> bool| {
            self.files.iter().filter(|file| which(file.verdict)).count()
        };
        let valid = of(|verdict| verdict.tag() == "good");
        let not_genuine = of(|verdict| verdict == Verdict::NotGenuine);
        let all = self.files.len();
        format!("{all} checked: {valid} genuine and valid, {not_genuine} not genuine.")
    }
}

async fn ask(register: Register) -> Answer {
    let page = Page { shell: register.shell(), form: Filled::default(), files: Vec::new() };
    register.page(&page)
}

async fn answer(register: Register, turn: Turn, headers: HeaderMap, given: Given) -> Answer {
    if turn.0.is_none() {
        return wrong(&register, &headers, StatusCode::TOO_MANY_REQUESTS, json::BUSY.to_owned());
    }
    let files = match checked(&register, given.0).await {
        Ok(files) => files,
        Err(Problem(Error::Invalid(FieldErrors(errors)))) => {
            let said = errors.into_iter().map(|(_, said)| said).collect::<Vec<_>>().join(". ");
            return wrong(&register, &headers, StatusCode::UNPROCESSABLE_ENTITY, said);
        }
        Err(problem) => return Err(problem),
    };
    match json::asked(&headers) {
        true => Ok(json::answers(files.iter().map(Checked::json).collect())),
        false => register.page(&Page { shell: register.shell(), form: Filled::default(), files }),
    }
}

/// Nothing was checked: the form comes back, or the sentence alone.
fn wrong(register: &Register, headers: &HeaderMap, status: StatusCode, said: String) -> Answer {
    if json::asked(headers) {
        return Ok(json::wrong(status, &said));
    }
    let mut shell = register.shell();
    shell.failed = true;
    let form = Filled::default().with(Problem(FieldErrors::one("file", said).into()))?;
    register.page_at(status, &Page { shell, form, files: Vec::new() })
}

/// Checks the files of the form as they arrive: each is gone before the next is read.
async fn checked(register: &Register, mut parts: Multipart) -> Result<Vec<Checked>, Problem> {
    let (mut checking, mut files, mut weight) = (Checking::new(register), Vec::new(), 0);
    while let Some(part) = parts.next_field().await.map_err(|_| too_much())? {
        let name = part.file_name().map(str::to_owned).unwrap_or_default();
        if part.name() != Some("file") || name.is_empty() {
            continue;
        }
        if files.len() == MOST {
            // One too many is as one too heavy.
            weight = LET_IN;
        }
        let bytes = read(part, &mut weight).await?;
        let name = clean_name(&name);
        files.push(match bytes {
            _ if weight > TOGETHER => continue,
            None => Checked::unread(name, "The file is larger than 20 MB, more than any of ours."),
            Some(none) if none.is_empty() => Checked::unread(name, "The file is empty."),
            Some(bytes) => checking.check(name, bytes.freeze()).await?,
        });
    }
    match files.len() {
        _ if weight > TOGETHER => Err(too_much()),
        0 => Err(Problem(FieldErrors::one("file", "Choose a file").into())),
        _ => Ok(files),
    }
}

/// The file's bytes; none where there are more than in any of ours, or than a request may bring.
async fn read(mut part: Field<'_>, weight: &mut usize) -> Result<Option<BytesMut>, Problem> {
    let mut bytes = BytesMut::new();
    let mut more = true;
    while let Some(chunk) = part.chunk().await.map_err(|_| too_much())? {
        *weight += chunk.len();
        more &= bytes.len() + chunk.len() <= LARGEST && *weight <= TOGETHER;
        match more {
            true => bytes.extend_from_slice(&chunk),
            false => bytes = BytesMut::new(),
        }
    }
    Ok(more.then_some(bytes))
}

fn too_much() -> Problem {
    let sentence = format!(
        "At most {MOST} files go at once, 60 MB together, and the connection must hold: send them in parts, or check \
         them on your own machine with `assay verify`"
    );
    Problem(FieldErrors::one("file", sentence).into())
}

/// The form with its files, not read yet.
struct Given(Multipart);

impl<S: Send + Sync> FromRequest<S> for Given {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        DefaultBodyLimit::max(LET_IN).apply(&mut request);
        Multipart::from_request(request, state).await.map(Given).map_err(|_| Problem::bad_request())
    }
}
