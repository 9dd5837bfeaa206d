//! Looking a certificate up: by number for anyone, by name where the client consented; genuine, and valid
//! today, answered apart (CRT-6).

use super::json;
use super::proofs::Revision;
use crate::app::Routes;
use crate::page::{Answer, Shell, day};
use crate::paths::At;
use crate::session::Register;
use askama::Template;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use certification::certificates::{self, Answer as Found, Entry, Line, Suspension};
use time::OffsetDateTime;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/verify", search)
        .get("/verify/{number}", one)
        .get("/verify/{number}/qr.svg", qr)
}

/// Listed certificates on one page of answers.
const PAGE: i64 = 20;

#[derive(serde::Deserialize)]
struct Asked {
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "register/verify.html")]
struct Search {
    shell: Shell,
    typed: String,
    lines: Vec<Line>,
}

/// A number leads to its page; anything else is looked for among the names.
async fn search(register: Register, Query(asked): Query<Asked>) -> Answer {
    let typed = asked.q.unwrap_or_default().trim().to_owned();
    if let Some(number) = certificates::number_of(&typed) {
        return Ok(Redirect::to(&format!("/verify/{number}")).into_response());
    }
    let lines = match typed.is_empty() {
        true => Vec::new(),
        false => {
            register
                .read(async |tx| certificates::search(tx, &typed, None, None, PAGE).await)
                .await?
        }
    };
    register.page(&Search { shell: register.shell(), typed, lines })
}

#[derive(Template)]
#[template(path = "register/certificate.html")]
struct Certificate {
    shell: Shell,
    entry: Box<Entry>,
}

impl Certificate {
    fn period(&self, begins: &str) -> String {
        let content = &self.entry.content;
        format!("{begins} {} until {}.", day(&content.effective_on), day(&content.expires_on))
    }

    fn suspended(&self, suspension: &Suspension) -> String {
        let since = format!("Suspended since {}. {}.", day(&suspension.from), suspension.why());
        match self.entry.is_over_its_limit() {
            false => format!("{since} While the suspension lasts it is not valid."),
            true => format!(
                "{since} The suspension has lasted longer than its six months: it is not valid until the certification body decides."
            ),
        }
    }

    fn replaced(&self) -> String {
        format!("Revision {} took its place.", self.entry.newest_revision)
    }

    fn soa(&self) -> String {
        format!("version {}", self.entry.content.soa_version)
    }
}

#[derive(Template)]
#[template(path = "register/unknown.html")]
struct Unknown {
    shell: Shell,
    typed: String,
    /// A number as the register gives them, which it has not given.
    unknown_as_of: Option<OffsetDateTime>,
}

impl Unknown {
    fn none_has_given(&self) -> String {
        format!("No body of this register has given the number {}.", self.typed)
    }

    fn no_number(&self) -> String {
        format!("“{}” is not a number as this register gives them.", self.typed)
    }
}

async fn one(
    register: Register,
    At(number): At<String>,
    Query(asked): Query<Revision>,
    headers: HeaderMap,
) -> Answer {
    let found = register
        .read(async |tx| certificates::of_number(tx, &number, asked.revision).await)
        .await?;
    if json::asked(&headers) {
        let url = &register.app.settings.public_url;
        return Ok(match &found {
            Found::Found(entry) => json::found(entry, url),
            Found::Unknown { number, as_of } => json::unknown(number, *as_of),
            Found::Malformed { typed } => json::malformed(typed),
        });
    }
    let shell = register.shell();
    let (typed, unknown_as_of) = match found {
        Found::Found(entry) => return register.page(&Certificate { shell, entry }),
        Found::Unknown { number, as_of } => (number, Some(as_of)),
        Found::Malformed { typed } => (typed, None),
    };
    register.page_at(StatusCode::NOT_FOUND, &Unknown { shell, typed, unknown_as_of })
}

/// The register's address of a number as a QR code; of any well-formed number, so that it says nothing.
async fn qr(register: Register, At(number): At<String>) -> Answer {
    let number = certificates::number_of(&number).ok_or_else(crate::problem::Problem::not_found)?;
    let address = format!("{}/verify/{number}", register.app.settings.public_url);
    let code = qrcode::QrCode::new(address.as_bytes())
        .map_err(|cause| crate::problem::Problem::fault(cause.to_string()))?;
    let image = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(180, 180).build();
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], image).into_response())
}
