//! The office portal's home: needs you, waiting for others, recently done.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::{complaints, home, impartiality};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office", show)
}

#[derive(Template)]
#[template(path = "office/home.html")]
struct Home {
    shell: Shell,
    piles: Piles,
    /// Risks to impartiality whose review has passed; told to whoever manages quality (IMP-6).
    stale: i64,
    /// Complaints and appeals to be acknowledged, or their outcome to be told; told to the same (CAP-1).
    complaints: i64,
}

async fn show(room: Office) -> Answer {
    let quality = room.actor.has(Function::QualityManager);
    let (items, done, stale, complaints) = room
        .read(async |tx| {
            let (stale, complaints) = match quality {
                true => (impartiality::stale(tx).await?, complaints::waiting(tx).await?),
                false => (0, 0),
            };
            Ok((home::for_office(tx).await?, home::recently(tx).await?, stale, complaints))
        })
        .await?;
    let piles = Piles::new(&room, &items, &done);
    room.page(&Home { shell: room.shell(), piles, stale, complaints })
}
