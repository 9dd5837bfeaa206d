//! Many numbers at once: a list goes in, and for each number comes out how it stands, as a sheet or as JSON.

use super::json;
use super::turns::Turn;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Register;
use askama::Template;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use certification::FieldErrors;
use certification::certificates::{self, AT_ONCE, MOST_BYTES, Stands};
use serde_json::{Value, json};

pub(super) fn routes() -> Routes {
    Routes::default().form("/verify/list", ask, answer)
}

#[derive(Template)]
#[template(path = "register/batch.html")]
struct Page {
    shell: Shell,
    form: Filled,
}

async fn ask(register: Register) -> Answer {
    register.page(&Page { shell: register.shell(), form: Filled::default() })
}

async fn answer(register: Register, turn: Turn, headers: HeaderMap, list: GivenList) -> Answer {
    let numbers = match list.0 {
        Ok(_) if turn.0.is_none() => {
            let busy = FieldErrors::one("numbers", json::BUSY);
            return wrong(
                &register,
                &headers,
                StatusCode::TOO_MANY_REQUESTS,
                Filled::default(),
                busy,
            );
        }
        Ok(numbers) => numbers,
        Err((form, errors)) => {
            return wrong(&register, &headers, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
        }
    };
    let mut answers = Vec::with_capacity(numbers.len());
    for some in numbers.chunks(AT_ONCE) {
        let some: Vec<&str> = some.iter().map(String::as_str).collect();
        answers.extend(register.read(async |tx| certificates::of_numbers(tx, &some).await).await?);
    }
    if json::asked(&headers) {
        return Ok(json::answers(numbers.iter().zip(&answers).map(line).collect()));
    }
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"answers.csv\""),
    ];
    Ok((about, certificates::sheet(&numbers, &answers)?).into_response())
}

/// Nothing was looked up: the form comes back, or the sentence alone.
fn wrong(
    register: &Register,
    headers: &HeaderMap,
    status: StatusCode,
    form: Filled,
    errors: FieldErrors,
) -> Answer {
    if json::asked(headers) {
        let said: Vec<&str> = errors.0.iter().map(|(_, said)| said.as_str()).collect();
        return Ok(json::wrong(status, &said.join(". ")));
    }
    let mut shell = register.shell();
    shell.failed = true;
    let form = form.with(Problem(errors.into()))?;
    register.page_at(status, &Page { shell, form })
}

fn line((asked, stands): (&String, &Stands)) -> Value {
    match stands {
        Stands::Malformed => json!({ "asked": asked, "status": "malformed" }),
        Stands::Unknown => json!({ "asked": asked, "status": "unknown" }),
        Stands::Found(found) => json!({
            "asked": asked, "status": json::status(found.standing), "number": found.number, "revision": found.revision,
            "certified_entity": found.client, "standards": [found.standard],
            "certification_body": { "name": found.body_name },
            "effective_date": found.effective_on.to_string(), "expiry_date": found.expires_on.to_string(),
        }),
    }
}

/// The numbers of a form: a file, or what was pasted; one a line, or the first column of a sheet.
struct GivenList(Result<Vec<String>, (Filled, FieldErrors)>);

impl<S: Send + Sync> FromRequest<S> for GivenList {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        DefaultBodyLimit::max(2 * MOST_BYTES).apply(&mut request);
        let mut parts =
            Multipart::from_request(request, state).await.map_err(|_| Problem::bad_request())?;
        let mut text = String::new();
        while let Some(part) = parts.next_field().await.map_err(|_| Problem::bad_request())? {
            if !matches!(part.name(), Some("file" | "numbers")) {
                continue;
            }
            let bytes = part.bytes().await.map_err(|_| Problem::bad_request())?;
            text.push_str(&String::from_utf8_lossy(&bytes));
            text.push('\n');
        }
        Ok(GivenList(certificates::listed(&text).map_err(|wrong| {
            (Filled::from_values([("numbers", text.as_str())]), FieldErrors::one("numbers", wrong))
        })))
    }
}
