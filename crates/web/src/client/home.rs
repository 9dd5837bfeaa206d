//! The client's home: what needs you, whose turn it is otherwise, and the whole way to the attestation.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell, day};
use crate::session::Client;
use askama::Template;
use certification::certificates::{self, Own};
use certification::files;
use certification::home::{self, Stage};
use certification::standards::Scheme;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/client", show)
}

#[derive(Template)]
#[template(path = "client/home.html")]
struct Home {
    shell: Shell,
    client: String,
    reference: String,
    standard: Scheme,
    /// Whether it has applied for more than one standard.
    several: bool,
    piles: Piles,
    steps: Vec<Step>,
    /// The client's certificate, and how it stands today.
    own: Option<Own>,
}

/// A step of the way, as the tracker shows it.
struct Step {
    title: &'static str,
    state_key: &'static str,
    who: &'static str,
    since: String,
    by: String,
    /// Where the step is looked at; empty where it has no page yet.
    href: String,
}

async fn show(room: Client) -> Answer {
    let (file, items, done, stages, files, own) = room
        .read(async |tx| {
            let way = home::way(tx).await?;
            let (items, done) = (home::for_client(tx).await?, home::recently(tx).await?);
            let (files, own) = (files::all_own(tx).await?, certificates::own(tx).await?);
            Ok((way.file, items, done, way.stages, files, own))
        })
        .await?;
    let mut steps = steps(&stages);
    for step in steps.iter_mut().filter(|step| step.state_key != "later") {
        step.href = place(step.title).map(|tail| room.href(tail)).unwrap_or_default();
    }
    let page = Home {
        shell: room.shell(),
        client: file.client_name,
        reference: file.reference,
        standard: file.standard,
        several: files.len() > 1,
        piles: Piles::new(&room, &items, &done).of_several(&room, file.engagement_id, &files),
        steps,
        own,
    };
    room.page(&page)
}

/// The first stage that is not done is now; those after it are later.
fn steps(stages: &[Stage]) -> Vec<Step> {
    let now = stages.iter().position(|stage| stage.done.is_none()).unwrap_or(stages.len());
    let step = |(nth, stage): (usize, &Stage)| Step {
        title: stage.title,
        state_key: if nth < now {
            "done"
        } else if nth == now {
            "now"
        } else {
            "later"
        },
        who: if nth == now { stage.whose } else { "" },
        since: stage.done.filter(|_| nth < now).map(|at| day(&at.date())).unwrap_or_default(),
        by: stage
            .due
            .filter(|_| nth >= now)
            .map(|due| format!("by {}", day(&due)))
            .unwrap_or_default(),
        href: String::new(),
    };
    stages.iter().enumerate().map(step).collect()
}

/// The page on which a step of the way is looked at.
fn place(title: &str) -> Option<&'static str> {
    match title {
        "Application" => Some("/application"),
        "Proposal and agreement" => Some("/proposal"),
        "Audit team" | "Stage 1: are you ready?" | "Stage 2: does it work?" => Some("/audits"),
        "Transfer of your certificate" => Some("/transfer"),
        "Findings answered" => Some("/findings"),
        "Attestation" => Some("/attestation"),
        "Surveillance 1" | "Surveillance 2" | "Recertification" => Some("/cycle"),
        _ => None,
    }
}
