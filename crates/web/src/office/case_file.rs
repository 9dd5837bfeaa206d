//! The file of a case as one zip, for an assessor or a court: written to a place of its own and sent from there.

use crate::app::Routes;
use crate::page::Answer;
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Office;
use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{Response, header};
use certification::Error;
use certification::case_files::{self, Contents, Making};
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Seek};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/clients/{file}/file.zip", whole)
}

/// The page inside the zip, for a person to read without network.
#[derive(Template)]
#[template(path = "office/case_file.html")]
struct Page<'a> {
    contents: &'a Contents,
}

impl Page<'_> {
    /// Whether anything of the record is not in the log yet.
    fn unsealed(&self) -> usize {
        self.contents.acts.len().saturating_sub(self.contents.proven())
    }
}

fn drawn(contents: &Contents) -> Result<String, Error> {
    Page { contents }.render().map_err(|cause| Error::Fault(cause.to_string()))
}

async fn whole(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (app, body) = (&office.app, office.body.as_ref().ok_or_else(Problem::not_found)?);
    let making = Making {
        db: &app.db,
        store: &app.store,
        keyring: &app.keyring,
        public_url: &app.settings.public_url,
        identity: body.identity(&app.settings.public_url),
    };
    let out = BufWriter::new(nameless().map_err(lost)?);
    let out = case_files::make(&making, &office.actor, id, drawn, out).await?;
    let mut file = out.into_inner().map_err(|cause| lost(cause.into_error()))?;
    let size = file.stream_position().map_err(lost)?;
    file.rewind().map_err(lost)?;
    send(file, size, &format!("file-{id}.zip"))
}

/// A file without a name: it is gone once it was sent, or when the program ends.
fn nameless() -> std::io::Result<File> {
    let path = std::env::temp_dir().join(format!("assay-{}.zip", Uuid::new_v4()));
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

fn lost(cause: std::io::Error) -> Problem {
    Problem::fault(cause.to_string())
}

fn send(file: File, size: u64, name: &str) -> Answer {
    let pieces = futures::stream::try_unfold(tokio::fs::File::from_std(file), async |mut file| {
        let mut piece = vec![0; 64 * 1024];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    });
    Response::builder()
        .header(header::CONTENT_TYPE, "application/zip")
        .header(header::CONTENT_LENGTH, size)
        .header(header::CONTENT_DISPOSITION, crate::download::attachment(name))
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Body::from_stream(pieces))
        .map_err(|cause| Problem::fault(cause.to_string()))
}
