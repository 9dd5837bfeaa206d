//! The office portal's home: needs you, waiting for others, recently done.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::escalation::{self, Taken};
use certification::home::{self, Quality};
use time::Date;

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
    /// What waits for whoever manages quality; nothing for anybody else.
    waiting: Quality,
    /// What was reminded of, warned of and proposed by itself lately.
    taken: Vec<Taken>,
}

impl Home {
    /// How much was not as it was, when everything was last read again; none where all was well.
    fn reread_wrong(&self) -> Option<i64> {
        self.waiting.reread_wrong.filter(|wrong| *wrong > 0)
    }

    /// The night in which everything was found as it was.
    fn reread_well(&self) -> Option<Date> {
        self.waiting.reread_on.filter(|_| self.reread_wrong().is_none())
    }
}

async fn show(room: Office) -> Answer {
    let quality = room.actor.has(Function::QualityManager);
    let (items, done, waiting, taken) = room
        .read(async |tx| {
            let waiting = if quality { home::for_quality(tx).await? } else { Quality::default() };
            let taken = escalation::newest(tx, None, TAKEN).await?;
            Ok((home::for_office(tx).await?, home::recently(tx).await?, waiting, taken))
        })
        .await?;
    let piles = Piles::new(&room, &items, &done);
    room.page(&Home { shell: room.shell(), piles, waiting, taken })
}
