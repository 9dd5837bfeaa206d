//! A body's log for anyone: its checkpoint, its tiles and its key as tools of others read them (c2sp.org/tlog-tiles),
//! and a page that says in plain words what it is for.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Register;
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use certification::keys::KeyLine;
use certification::log::{self, Sealed};
use proofs::log::{Tile, Verifier};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/log", page)
        .get("/b/{body}/log/checkpoint", checkpoint)
        .get("/b/{body}/log/key", key)
        .get("/b/{body}/log/tile/{*tile}", tile)
}

#[derive(Template)]
#[template(path = "register/log.html")]
struct Page {
    shell: Shell,
    origin: String,
    sealed: Option<Sealed>,
    keys: Vec<(Verifier, KeyLine)>,
}

impl Page {
    /// The key that signs now, as tools read it.
    fn key(&self) -> Option<String> {
        in_use(&self.keys).map(Verifier::text)
    }

    /// Those that signed before, with until when, and whether others may have had them.
    fn former(&self) -> Vec<(String, String)> {
        let said = |(key, line): &(Verifier, KeyLine)| {
            let until = crate::page::moment(&line.retired_at?);
            let shared = if line.compromised { ", as others may have it" } else { "" };
            Some((key.text(), format!("until {until}{shared}")))
        };
        self.keys.iter().filter_map(said).collect()
    }
}

fn in_use(keys: &[(Verifier, KeyLine)]) -> Option<&Verifier> {
    keys.iter().find(|(_, line)| line.retired_at.is_none()).map(|(key, _)| key)
}

/// The log's name at this body.
fn origin(register: &Register) -> Result<String, Problem> {
    let body = register.body.as_ref().ok_or_else(Problem::not_found)?;
    Ok(body.identity(&register.app.settings.public_url).log())
}

async fn page(register: Register) -> Answer {
    let (body, origin) = (register.actor.body()?, origin(&register)?);
    let (sealed, keys) = register
        .read(async |tx| {
            Ok((log::newest(tx, body).await?, log::verifiers(tx, body, &origin).await?))
        })
        .await?;
    register.page(&Page { shell: register.shell(), origin, sealed, keys })
}

/// Changes with every sealing: nobody keeps it.
async fn checkpoint(register: Register) -> Answer {
    let body = register.actor.body()?;
    let sealed = register.read(async |tx| log::newest(tx, body).await).await?;
    let note = sealed.ok_or_else(Problem::not_found)?.note;
    Ok((text("no-cache"), note).into_response())
}

async fn key(register: Register) -> Answer {
    let (body, origin) = (register.actor.body()?, origin(&register)?);
    let keys = register.read(async |tx| log::verifiers(tx, body, &origin).await).await?;
    let key = in_use(&keys).ok_or_else(Problem::not_found)?.text();
    Ok((text("public, max-age=300"), format!("{key}\n")).into_response())
}

fn text(keep: &'static str) -> [(header::HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, keep)]
}

/// A tile never changes at its width. The entries themselves are not published: a leaf goes with its proof to whoever
/// may have it.
async fn tile(register: Register, At((_, path)): At<(String, String)>) -> Answer {
    let asked = Tile::from_path(&format!("tile/{path}"));
    let (asked, entries) = asked.ok_or_else(Problem::not_found)?;
    if entries {
        return Err(Problem::not_found());
    }
    let body = register.actor.body()?;
    let bytes = register.read(async |tx| log::tile(tx, body, asked).await).await?;
    let about = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((about, bytes.ok_or_else(Problem::not_found)?).into_response())
}
