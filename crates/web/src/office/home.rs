//! The office portal's home: needs you, waiting for others, recently done.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::escalation::{self, Taken};
use certification::{complaints, home, impartiality};

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
    /// Risks to impartiality whose review has passed; told to whoever manages quality (IMP-6).
    stale: i64,
    /// Complaints and appeals to be acknowledged, or their outcome to be told; told to the same (CAP-1).
    complaints: i64,
    /// What was reminded of, warned of and proposed by itself lately.
    taken: Vec<Taken>,
}

async fn show(room: Office) -> Answer {
    let quality = room.actor.has(Function::QualityManager);
    let (items, done, [stale, complaints], taken) = room
        .read(async |tx| {
            let waiting = match quality {
                true => [impartiality::stale(tx).await?, complaints::waiting(tx).await?],
                false => [0, 0],
            };
            let taken = escalation::newest(tx, None, TAKEN).await?;
            Ok((home::for_office(tx).await?, home::recently(tx).await?, waiting, taken))
        })
        .await?;
    let piles = Piles::new(&room, &items, &done);
    room.page(&Home { shell: room.shell(), piles, stale, complaints, taken })
}
