//! The page that checks files: bundles, PDFs and credentials that somebody was given; one at length, several as a
//! table, and for programs as JSON.

use super::checked::Checked;
use super::given::{Given, LARGEST, checked};
use super::json;
use super::turns::Turn;
use super::verdict::Verdict;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Register;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use certification::{Error, FieldErrors};
use proofs::verify::{Outcome, Report};

pub(super) fn routes() -> Routes {
    Routes::default().form("/verify/file", ask, answer)
}

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
    let files = match checked(&register, given).await {
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
