//! The register's answers for programs: the same addresses with `Accept: application/json`, under the names that
//! registers of accredited certificates use.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use certification::certificates::{Entry, Line, Standing};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Whether a program asks: JSON is accepted, and HTML is not.
pub(super) fn asked(headers: &HeaderMap) -> bool {
    let accepts = |kind: &str| {
        let named = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        named.flat_map(|value| value.split(',')).any(|part| part.trim().starts_with(kind))
    };
    accepts("application/json") && !accepts("text/html")
}

/// A standing's key; "not_yet" and the like are told by the dates beside it.
pub(super) fn status(standing: Standing) -> String {
    standing.title().to_lowercase().replace(' ', "_")
}

/// One revision of one number, with everything that the page shows.
pub(super) fn found(entry: &Entry, public_url: &str) -> Response {
    let a = &entry.content;
    let page = format!("{public_url}/verify/{}", a.number);
    let of = format!("?revision={}", a.revision);
    let site = |site: &certification::certificates::Site| json!({ "name": site.name, "address": site.address, "scope": site.scope });
    let history: Vec<Value> = entry
        .history
        .iter()
        .map(|moment| json!({ "on": moment.on.to_string(), "what": moment.what }))
        .collect();
    Json(json!({
        "number": a.number,
        "revision": a.revision,
        "newest_revision": entry.newest_revision,
        "genuine": entry.genuine,
        "status": status(entry.standing),
        "status_as_of": moment(entry.as_of),
        "status_history": history,
        "certified_entity": a.client,
        "standards": [a.standard],
        "scope": a.scope,
        "main_site": a.sites.first().map(site),
        "additional_sites": a.sites.iter().skip(1).map(site).collect::<Vec<_>>(),
        "decision_date": a.decided_on.to_string(),
        "issue_date": a.issued_on.to_string(),
        "effective_date": a.effective_on.to_string(),
        "expiry_date": a.expires_on.to_string(),
        "statement_of_applicability": a.soa_version,
        "certification_body": {
            "name": a.body.name, "legal_name": a.body.legal_name, "address": a.body.address, "country": a.body.country,
            "website": a.body.website, "page": format!("{public_url}/b/{}", entry.body_slug),
        },
        "accreditation": { "accredited": a.accreditation.is_some(), "statement": a.accreditation },
        "documents": {
            "page": page, "pdf": format!("{page}/attestation.pdf{of}"), "pdf_sha256": entry.pdf_sha256,
            "credential": format!("{page}/credential.jwt{of}"), "bundle": format!("{page}/bundle.zip{of}"),
        },
        "record_sha256": a.record_digest,
        "demonstration": a.demonstration,
    }))
    .into_response()
}

/// A number that no body here has given; says what that does not prove.
pub(super) fn unknown(number: &str, as_of: OffsetDateTime) -> Response {
    let body = json!({
        "status": "unknown", "number": number, "status_as_of": moment(as_of),
        "sentence": "No body of this register has given this number. That does not prove a forgery: it may be mistyped, or stand in another register.",
    });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// Too much is under way for this address, or in the whole house.
pub(super) const BUSY: &str = "Too much is being checked just now, for your address or for everybody: send it again in some seconds";

/// The answers to everything that was asked in one request.
pub(super) fn answers(all: Vec<Value>) -> Response {
    Json(json!({ "answers": all })).into_response()
}

/// Nothing was answered, and why.
pub(super) fn wrong(status: StatusCode, sentence: &str) -> Response {
    let mut response = (status, Json(json!({ "sentence": sentence }))).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, super::turns::COME_AGAIN.into());
    }
    response
}

/// What is not a number of this register at all.
pub(super) fn malformed(typed: &str) -> Response {
    let body = json!({
        "status": "malformed", "typed": typed,
        "sentence": "This is not a number as this register gives them, such as TA-AIMS-2026-0001.",
    });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// A page of a body's directory.
pub(super) fn directory(lines: &[Line], next: Option<&str>, public_url: &str) -> Response {
    let line = |line: &Line| {
        json!({
            "number": line.number, "certified_entity": line.client_name, "standards": [line.standard],
            "country": line.country, "status": status(line.standing), "effective_date": line.effective_on.to_string(),
            "expiry_date": line.expires_on.to_string(), "certification_body": { "name": line.body_name },
            "documents": { "page": format!("{public_url}/verify/{}", line.number) },
        })
    };
    let next = next.map(|path| format!("{public_url}{path}"));
    let listed: Vec<Value> = lines.iter().map(line).collect();
    Json(json!({ "certificates": listed, "next": next })).into_response()
}

fn moment(at: OffsetDateTime) -> String {
    at.replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_browser_gets_the_page_and_a_program_that_asks_for_json_gets_json() {
        let of = |accept: &'static str| {
            asked(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
        };
        assert!(of("application/json") && of("application/json; q=0.9, text/plain"));
        assert!(!of("text/html,application/xhtml+xml,application/json;q=0.9"));
        assert!(!of("*/*") && !asked(&HeaderMap::new()));
    }
}
