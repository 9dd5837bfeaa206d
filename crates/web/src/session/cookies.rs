//! What the browser keeps between pages: the session, a sentence for the next page, for whom a person acts.

use crate::app::App;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use uuid::Uuid;

pub(super) const NOTICE: &str = "notice";

/// Adds a sentence that the next page shows once.
pub fn with_notice(mut response: Response, said: &str) -> Response {
    let cookie =
        format!("{NOTICE}={}; Path=/; Max-Age=30; HttpOnly; SameSite=Lax", hex::encode(said));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Whether the browser brings a sentence that the next page shows.
pub fn brings_notice(headers: &HeaderMap) -> bool {
    cookie(headers, NOTICE).is_some_and(|said| !said.is_empty())
}

/// Forgets the sentence once a page has shown it; a redirect or a file has shown nothing yet.
pub fn forget_notice(mut response: Response) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && !response.status().is_redirection() {
        let gone = HeaderValue::from_static("notice=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
}

/// The session cookie's name: bound to its host where the connection is encrypted.
fn session_cookie(app: &App) -> &'static str {
    if app.encrypted() { "__Host-assay" } else { "assay" }
}

/// The header that keeps a session's token, or ends it when the token is empty.
pub fn set_session(app: &App, token: &str) -> HeaderValue {
    let secure = if app.encrypted() { "; Secure" } else { "" };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    HeaderValue::from_str(&format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}",
        session_cookie(app)
    ))
    .unwrap_or(HeaderValue::from_static(""))
}

/// The header that keeps for which client of a body the person acts; it goes to that body's client portal only.
pub fn act_for(app: &App, slug: &str, client: Uuid) -> HeaderValue {
    let secure = if app.encrypted() { "; Secure" } else { "" };
    let cookie =
        format!("acting_for={client}; Path=/b/{slug}/client; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// The header that keeps which of its files a client looks at; it goes to that body's client portal only.
pub fn look_at_file(app: &App, slug: &str, file: Uuid) -> HeaderValue {
    let secure = if app.encrypted() { "; Secure" } else { "" };
    let cookie = format!("file={file}; Path=/b/{slug}/client; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

/// The session's token, as the browser keeps it.
pub fn token<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, session_cookie(app))
}
