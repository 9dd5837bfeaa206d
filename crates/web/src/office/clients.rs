//! The body's files: who asks for certification, and where each application stands.

use crate::app::Routes;
use crate::page::{Answer, Shell, day};
use crate::paths::Asked;
use crate::session::Office;
use askama::Template;
use certification::applications::{self, Filter, Listed, State};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/office/clients", list)
}

#[derive(Template)]
#[template(path = "office/clients.html")]
struct Clients {
    shell: Shell,
    files: Vec<Listed>,
    states: Vec<State>,
    state: Option<State>,
    name: String,
    /// Whether this is a later page of the list.
    later: bool,
    newest: String,
    older: Option<String>,
    today: Date,
}

/// What the list is narrowed to, in its address.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Narrowed {
    state: String,
    name: String,
    after: String,
}

const FILES: usize = 50;

async fn list(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let filter = Filter {
        state: State::from_key(&asked.state),
        name: asked.name.clone(),
        after: asked.after.parse().ok(),
    };
    let mut files =
        office.read(async |tx| applications::list(tx, &filter, FILES as i64 + 1).await).await?;
    let more = files.len() > FILES;
    files.truncate(FILES);
    let last = files.last().filter(|_| more).map(|file| file.engagement_id);
    let page = Clients {
        shell: office.shell(),
        states: State::ALL.into_iter().filter(|state| *state != State::Draft).collect(),
        state: filter.state,
        name: asked.name.clone(),
        later: filter.after.is_some(),
        newest: address(&office, &asked, None),
        older: last.map(|last| address(&office, &asked, Some(last))),
        files,
        today: office.today(),
    };
    office.page(&page)
}

/// The list narrowed in the same way, from the file after `after` on.
fn address(office: &Office, asked: &Narrowed, after: Option<Uuid>) -> String {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let pairs = [("state", &asked.state), ("name", &asked.name), ("after", &after)];
    let given: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_html_form::to_string(&given).unwrap_or_default();
    office.href(
        if query.is_empty() { "/clients".to_owned() } else { format!("/clients?{query}") }.as_str(),
    )
}

impl Clients {
    fn narrowed(&self) -> bool {
        self.state.is_some() || !self.name.is_empty()
    }

    fn is(&self, state: &State) -> bool {
        self.state == Some(*state)
    }

    fn day(&self, at: &OffsetDateTime) -> String {
        day(&at.date())
    }

    /// The body's public page for applicants.
    fn apply(&self) -> String {
        format!("/b/{}/apply", self.shell.body_slug())
    }

    /// The kind of tag that a state wears.
    fn kind(&self, state: &State) -> &'static str {
        match state {
            State::Draft => "plain",
            State::Submitted => "act",
            State::Returned => "wait",
            State::Accepted => "good",
            State::Declined => "bad",
        }
    }
}
