//! The look's files, embedded in the program, and the answer to "are you well?".

use crate::app::{App, Routes};
use crate::page::Answer;
use crate::paths::At;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use certification::installation;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

pub(super) fn routes() -> Routes {
    Routes::default().get("/healthz", healthz).get("/static/{*path}", file)
}

struct File {
    path: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

macro_rules! files {
    ($($path:literal $media_type:literal;)*) => {
        static FILES: &[File] = &[$(File { path: $path, media_type: $media_type, bytes: include_bytes!(concat!("../../../../static/", $path)) }),*];
    };
}

files! {
    "app.css" "text/css; charset=utf-8";
    "app.js" "text/javascript; charset=utf-8";
    "check.js" "text/javascript; charset=utf-8";
    "band.svg" "image/svg+xml";
    "icon.svg" "image/svg+xml";
    "rosette.svg" "image/svg+xml";
    "fonts/newsreader-latin.woff2" "font/woff2";
    "fonts/newsreader-latin-ext.woff2" "font/woff2";
}

/// Changes with every byte of any file: their addresses stay, so browsers ask again whether they are current.
static TAG: LazyLock<String> = LazyLock::new(|| {
    let all = FILES.iter().fold(Sha256::new(), |hash, file| hash.chain_update(file.bytes));
    format!("W/\"{}\"", hex::encode(&all.finalize()[..8]))
});

async fn file(At(path): At<String>, headers: HeaderMap) -> Answer {
    let file = FILES.iter().find(|file| file.path == path).ok_or_else(Problem::not_found)?;
    // Fonts keep their bytes for good; the rest follows the program's version.
    let keep = if file.path.starts_with("fonts/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| tags.contains(TAG.as_str()));
    let about = [(header::CACHE_CONTROL, keep), (header::ETAG, TAG.as_str())];
    match known {
        true => Ok((StatusCode::NOT_MODIFIED, about).into_response()),
        false => Ok((about, [(header::CONTENT_TYPE, file.media_type)], file.bytes).into_response()),
    }
}

async fn healthz(State(app): State<App>) -> Answer {
    installation::alive(&app.db).await?;
    Ok("ok".into_response())
}
