//! The client's cycle: its audits with their windows, and the last dates counted from the decision.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Client;
use crate::timeline::Timeline;
use askama::Template;
use certification::certificates::{self, Own};
use certification::cycle::{self, Deadline};
use certification::files;
use certification::programmes::{self, Programme};
use time::Date;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/client/cycle", show)
}

#[derive(Template)]
#[template(path = "client/cycle.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    programme: Option<Programme>,
    timeline: Timeline,
    deadlines: Vec<Deadline>,
    own: Option<Own>,
    today: Date,
}

impl Page {
    fn is_overdue(&self) -> bool {
        self.deadlines.iter().any(|due| due.standing(&self.today).is_overdue())
    }
}

async fn show(client: Client) -> Answer {
    let (file, mut programme, deadlines, own) = client
        .read(async |tx| {
            let (file, programme) = programmes::own(tx).await?;
            let deadlines = cycle::of_file(tx, file.engagement_id).await?;
            Ok((file, programme, deadlines, certificates::own(tx).await?))
        })
        .await?;
    if let Some(programme) = &mut programme {
        programme.bind(&deadlines);
    }
    let today = client.today();
    let timeline = Timeline::of(programme.as_ref(), today);
    client.page(&Page { shell: client.shell(), file, programme, timeline, deadlines, own, today })
}
