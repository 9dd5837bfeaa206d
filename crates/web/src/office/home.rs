//! The office portal's home: needs you, waiting for others, recently done.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::escalation::{self, Taken};
use certification::{exports, home};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office", show)
}

/// The newest steps on the home; the rest stands on a page of its own.
const TAKEN: i64 = 5;

#[derive(Template)]
#[template(path = "office/home.html")]
struct Home {
    shell: Shell,
    piles: Piles,
    /// What was reminded of, warned of and proposed by itself lately.
    taken: Vec<Taken>,
    /// Whether this month's export is owed: said to the quality manager.
    export_owed: bool,
}

async fn show(room: Office) -> Answer {
    let told = room.actor.has(Function::QualityManager);
    let (items, done, taken, export_owed) = room
        .read(async |tx| {
            let taken = escalation::newest(tx, None, TAKEN).await?;
            let export_owed = told && exports::owed(tx).await?;
            Ok((home::for_office(tx).await?, home::recently(tx).await?, taken, export_owed))
        })
        .await?;
    let piles = Piles::new(&room, &items, &done);
    room.page(&Home { shell: room.shell(), piles, taken, export_owed })
}
