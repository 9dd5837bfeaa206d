//! The client's home: what needs you, whose turn it is otherwise, and the whole way to the attestation.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell, day};
use crate::session::Client;
use askama::Template;
use certification::home::{self, Stage};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/client", show)
}

#[derive(Template)]
#[template(path = "client/home.html")]
struct Home {
    shell: Shell,
    client: String,
    reference: String,
    piles: Piles,
    steps: Vec<Step>,
}

/// A step of the way, as the tracker shows it.
struct Step {
    title: &'static str,
    state_key: &'static str,
    who: &'static str,
    since: String,
    by: String,
}

async fn show(room: Client) -> Answer {
    let (file, items, done, stages) = room
        .read(async |tx| {
            let way = home::way(tx).await?;
            Ok((way.file, home::for_client(tx).await?, home::recently(tx).await?, way.stages))
        })
        .await?;
    let steps = steps(&stages);
    let page = Home {
        shell: room.shell(),
        client: file.client_name,
        reference: file.reference,
        piles: Piles::new(&room, &items, &done),
        steps,
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
    };
    stages.iter().enumerate().map(step).collect()
}
