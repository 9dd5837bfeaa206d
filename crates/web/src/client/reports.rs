//! What the certification body has published to the client: of reports and of decisions.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Client;
use askama::Template;
use certification::publishing::{self, Published};

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/client/reports", page)
}

#[derive(Template)]
#[template(path = "client/reports.html")]
struct Page {
    shell: Shell,
    published: Vec<Published>,
}

async fn page(room: Client) -> Answer {
    let published = room.read(async |tx| publishing::published_to_client(tx).await).await?;
    room.page(&Page { shell: room.shell(), published })
}
