//! Asking the register as anyone may, by a number, and reading what it answers.

use super::by_hand::NUMBER;
use assay::story::{Played, Stuck};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use serde_json::Value;
use tower::ServiceExt;

/// What the register answers, as far as the table by hand has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Says {
    pub status: String,
    pub revision: i64,
    pub scope: String,
    pub soa: String,
    pub effective: String,
    pub expires: String,
}

/// The register's answer today; of one revision, if one is asked for ("?revision=1").
pub async fn answers(doors: &Router, query: &str) -> Played<Value> {
    let request = Request::get(format!("/verify/{NUMBER}{query}"))
        .header(header::HOST, "assay.test")
        .header(header::ACCEPT, "application/json")
        .body(Body::empty());
    let request = request.map_err(|cause| Stuck(cause.to_string()))?;
    let answered = doors.clone().oneshot(request).await.expect("doors never fail");
    let bytes = to_bytes(answered.into_body(), 1024 * 1024).await;
    let bytes = bytes.map_err(|cause| Stuck(cause.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|cause| Stuck(format!("no JSON: {cause}")))
}

/// The same, read; what it says of itself is genuine, and no page claims more.
pub async fn says(doors: &Router) -> Played<Says> {
    let said = answers(doors, "").await?;
    let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
    if text("status") != "unknown" {
        assert_eq!(said["genuine"], true, "{said}");
        assert_eq!(said["newest_revision"], said["revision"], "{said}");
    }
    Ok(Says {
        status: text("status"),
        revision: said["revision"].as_i64().unwrap_or_default(),
        scope: text("scope"),
        soa: text("statement_of_applicability"),
        effective: text("effective_date"),
        expires: text("expiry_date"),
    })
}
