//! A file's findings as the office reads them: where each stands, and whose turn it is.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use axum::extract::Query;
use certification::files;
use certification::findings::rounds::{self, Dossier, Line};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/findings", list)
        .get("/b/{body}/office/clients/{file}/findings/{finding}", one)
}

const PAGE: i64 = 50;

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: i32,
}

#[derive(Template)]
#[template(path = "office/findings.html")]
struct List {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    lines: Vec<Line>,
    older: Option<String>,
}

impl List {
    fn href(&self, finding: &Uuid) -> String {
        format!("{}/findings/{finding}", self.shell.file_base(&self.file.engagement_id))
    }
}

async fn list(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Query(asked): Query<After>,
) -> Answer {
    let (file, lines) = office
        .read(async |tx| {
            Ok((files::of(tx, id).await?, rounds::of_file(tx, id, asked.after, PAGE).await?))
        })
        .await?;
    let last = lines.last().filter(|_| lines.len() as i64 == PAGE);
    let older =
        last.map(|line| office.href(&format!("/clients/{id}/findings?after={}", line.number)));
    office.page(&List { shell: office.shell(), file, tab: "findings", lines, older })
}

#[derive(Template)]
#[template(path = "office/finding.html")]
struct One {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    finding: Dossier,
}

impl One {
    fn evidence(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }
}

async fn one(office: Office, At((_, id, finding)): At<(String, Uuid, Uuid)>) -> Answer {
    let (file, finding) = office
        .read(async |tx| {
            let (file, finding) = (files::of(tx, id).await?, rounds::dossier(tx, finding).await?);
            if finding.engagement_id == id {
                Ok((file, finding))
            } else {
                Err(certification::Error::NotFound)
            }
        })
        .await?;
    office.page(&One { shell: office.shell(), file, tab: "findings", finding })
}
