//! A body's directory: the certificates whose clients consented to be listed (PUB-2).

use super::json;
use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Register;
use askama::Template;
use axum::extract::Query;
use axum::http::HeaderMap;
use certification::certificates::{self, Line};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/directory", show)
}

const PAGE: i64 = 30;

/// Where the page begins: after this normalised name and number; and which names it is narrowed to.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    name: String,
    number: String,
}

#[derive(Template)]
#[template(path = "register/directory.html")]
struct Directory {
    shell: Shell,
    typed: String,
    lines: Vec<Line>,
    older: Option<String>,
    body_name: String,
    base: String,
}

async fn show(register: Register, Query(asked): Query<Asked>, headers: HeaderMap) -> Answer {
    let Some(body) = register.body.clone() else {
        return Err(crate::problem::Problem::not_found());
    };
    let after = (!asked.number.is_empty()).then_some((asked.name.as_str(), asked.number.as_str()));
    let lines = register
        .read(async |tx| certificates::search(tx, &asked.q, Some(body.id), after, PAGE).await)
        .await?;
    let base = register.href("/directory");
    let next = |line: &Line| {
        let place =
            [("q", asked.q.as_str()), ("name", &line.client_name_norm), ("number", &line.number)];
        serde_html_form::to_string(place).map(|query| format!("{base}?{query}")).ok()
    };
    let older = lines.last().filter(|_| lines.len() as i64 == PAGE).and_then(next);
    if json::asked(&headers) {
        return Ok(json::directory(&lines, older.as_deref(), &register.app.settings.public_url));
    }
    let page = Directory {
        shell: register.shell(),
        typed: asked.q.clone(),
        older,
        lines,
        body_name: body.name,
        base,
    };
    register.page(&page)
}
