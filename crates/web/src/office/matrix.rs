//! The competence matrix: who covers what, and who is missing for which client.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::Office;
use askama::Template;
use certification::competence::{self, FUNCTIONS, Gap, Kind, Line};
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/competence", show)
}

const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "office/competence_matrix.html")]
struct Page {
    shell: Shell,
    everybody: Vec<Line>,
    gaps: Vec<Gap>,
    today: Date,
    first: Option<String>,
    more: Option<String>,
}

impl Page {
    fn how_many(&self, kind: Kind, value: &str) -> usize {
        self.everybody.iter().filter(|line| line.holds(kind, value)).count()
    }
}

/// The kinds that have a column of their own, in words.
const IN_WORDS: [Kind; 4] = [Kind::Standard, Kind::Sector, Kind::AiRole, Kind::Language];

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: Option<Uuid>,
}

async fn show(office: Office, Asked(asked): Asked<After>) -> Answer {
    let (everybody, mut gaps) = office
        .read(async |tx| {
            let everybody = competence::matrix(tx).await?;
            Ok((everybody, competence::gaps(tx, asked.after, PAGE as i64 + 1).await?))
        })
        .await?;
    let more = gaps.len() > PAGE;
    gaps.truncate(PAGE);
    let last = gaps.last().filter(|_| more);
    let more = last.map(|gap| office.href(&format!("/competence?after={}", gap.engagement_id)));
    let first = asked.after.map(|_| office.href("/competence"));
    office.page(&Page {
        shell: office.shell(),
        everybody,
        gaps,
        today: office.today(),
        first,
        more,
    })
}
