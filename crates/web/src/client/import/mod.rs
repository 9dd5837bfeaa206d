//! A register from a CSV file: choose it, match its columns, see every problem, then confirm or let it go.

mod choosing;
mod preview;

use crate::app::Routes;
use crate::download::attachment;
use crate::page::Answer;
use crate::paths::At;
use crate::session::Client;
use axum::http::header;
use axum::response::IntoResponse;
use certification::ai_systems;
use choosing::{choose, upload};
use preview::{act, look};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/ai-systems/example.csv", example)
        .form("/b/{body}/client/ai-systems/import", choose, upload)
        .form("/b/{body}/client/ai-systems/import/{id}", look, act)
        .get("/b/{body}/client/ai-systems/import/{id}/left-out.csv", left_out)
}

async fn example(client: Client) -> Answer {
    let _ = client.actor.client()?;
    send("AI systems example.csv", ai_systems::example()?)
}

async fn left_out(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (name, bytes) = client.read(async |tx| ai_systems::left_out(tx, id).await).await?;
    send(&name, bytes)
}

/// A CSV on its way out, always as a file of its own.
fn send(name: &str, bytes: Vec<u8>) -> Answer {
    let kind = header::HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, attachment(name))];
    Ok((headers, bytes).into_response())
}
