//! The audit portal's home: needs you, waiting for others, recently done.

use crate::app::Routes;
use crate::matters::Piles;
use crate::page::{Answer, Shell};
use crate::session::Audit;
use askama::Template;
use certification::home;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/audit", show)
}

#[derive(Template)]
#[template(path = "audit/home.html")]
struct Home {
    shell: Shell,
    piles: Piles,
}

async fn show(room: Audit) -> Answer {
    let (items, done) =
        room.read(async |tx| Ok((home::for_audit(tx).await?, home::recently(tx).await?))).await?;
    room.page(&Home { shell: room.shell(), piles: Piles::new(&room, &items, &done) })
}
