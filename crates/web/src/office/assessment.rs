//! What an assessor asks of the body: in what somebody took part, what was decided, what was overridden. What each
//! list is narrowed to stands in its address, and each leaves as a sheet.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::Asked;
use crate::session::Office;
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use certification::assessment::{self, Between, Decision, Overridden, Part, Place, Somebody};
use certification::rulebook;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/assessment", parts)
        .get("/b/{body}/office/assessment/parts.csv", parts_sheet)
        .get("/b/{body}/office/assessment/decisions", decisions)
        .get("/b/{body}/office/assessment/decisions.csv", decisions_sheet)
        .get("/b/{body}/office/assessment/overridden", overridden)
        .get("/b/{body}/office/assessment/overridden.csv", overridden_sheet)
}

const ROWS: usize = 50;

/// What a list is narrowed to, in its address.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Narrowed {
    person: String,
    from: String,
    to: String,
    rule: String,
    before: String,
}

impl Narrowed {
    fn days(&self) -> Between {
        Between::read(&self.from, &self.to)
    }

    fn rule(&self) -> Option<&str> {
        Some(self.rule.trim()).filter(|rule| !rule.is_empty())
    }

    /// The same list at another address, or from another place on.
    fn at(&self, office: &Office, tail: &str, before: Option<Place>) -> String {
        let before = before.map(|place| place.to_string()).unwrap_or_default();
        let pairs = [
            ("person", &self.person),
            ("from", &self.from),
            ("to", &self.to),
            ("rule", &self.rule),
            ("before", &before),
        ];
        let given: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let query = serde_html_form::to_string(&given).unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        office.href(&format!("/assessment{tail}{mark}{query}"))
    }
}

/// The ways on from a list.
struct Ways {
    newest: Option<String>,
    older: Option<String>,
    sheet: String,
}

impl Ways {
    /// Cuts the list to a page, and says where it goes on.
    fn cut<T>(
        office: &Office,
        asked: &Narrowed,
        tail: &str,
        rows: &mut Vec<T>,
        place: impl Fn(&T) -> Place,
    ) -> Ways {
        let more = rows.len() > ROWS;
        rows.truncate(ROWS);
        let last = rows.last().filter(|_| more).map(place);
        let sheet = if tail.is_empty() { "/parts.csv".to_owned() } else { format!("{tail}.csv") };
        let later = Place::read(&asked.before).is_some();
        Ways {
            newest: later.then(|| asked.at(office, tail, None)),
            older: last.map(|last| asked.at(office, tail, Some(last))),
            sheet: asked.at(office, &sheet, None),
        }
    }
}

#[derive(Template)]
#[template(path = "office/assessment.html")]
struct Parts {
    shell: Shell,
    tab: &'static str,
    people: Vec<Somebody>,
    person: Option<Uuid>,
    name: String,
    parts: Vec<Part>,
    ways: Ways,
}

impl Parts {
    fn is(&self, somebody: &Somebody) -> bool {
        self.person == Some(somebody.id)
    }
}

async fn parts(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let (person, before) = (asked.person.parse().ok(), Place::read(&asked.before));
    let (people, mut parts) = office
        .read(async |tx| {
            let people = assessment::people(tx).await?;
            Ok(match person {
                Some(id) => (people, assessment::parts(tx, id, before, ROWS as i64 + 1).await?),
                None => (people, Vec::new()),
            })
        })
        .await?;
    let ways = Ways::cut(&office, &asked, "", &mut parts, Part::place);
    let chosen = people.iter().find(|somebody| Some(somebody.id) == person);
    let name = chosen.map(|somebody| somebody.name.clone()).unwrap_or_default();
    office.page(&Parts { shell: office.shell(), tab: "parts", people, person, name, parts, ways })
}

#[derive(Template)]
#[template(path = "office/assessment_decisions.html")]
struct Decisions {
    shell: Shell,
    tab: &'static str,
    asked: Narrowed,
    decisions: Vec<Decision>,
    ways: Ways,
}

async fn decisions(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let (days, before) = (asked.days(), Place::read(&asked.before));
    let mut decisions = office
        .read(async |tx| assessment::decisions(tx, days, before, ROWS as i64 + 1).await)
        .await?;
    let ways = Ways::cut(&office, &asked, "/decisions", &mut decisions, Decision::place);
    office.page(&Decisions { shell: office.shell(), tab: "decisions", asked, decisions, ways })
}

#[derive(Template)]
#[template(path = "office/assessment_overridden.html")]
struct Warnings {
    shell: Shell,
    tab: &'static str,
    asked: Narrowed,
    /// The ids of the rules, to choose from.
    rules: Vec<&'static str>,
    overridden: Vec<Overridden>,
    ways: Ways,
}

impl Warnings {
    fn is(&self, rule: &str) -> bool {
        self.asked.rule == rule
    }
}

async fn overridden(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let (days, before) = (asked.days(), Place::read(&asked.before));
    let mut overridden = office
        .read(async |tx| {
            assessment::overridden(tx, asked.rule(), days, before, ROWS as i64 + 1).await
        })
        .await?;
    let ways = Ways::cut(&office, &asked, "/overridden", &mut overridden, Overridden::place);
    let rules = rulebook::ALL.iter().map(|rule| rule.id).collect();
    let shell = office.shell();
    office.page(&Warnings { shell, tab: "overridden", asked, rules, overridden, ways })
}

async fn parts_sheet(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let person = asked.person.parse().map_err(|_| crate::problem::Problem::not_found())?;
    let csv = office.read(async |tx| assessment::parts_sheet(tx, person).await).await?;
    sheet("parts", csv)
}

async fn decisions_sheet(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let days = asked.days();
    sheet("decisions", office.read(async |tx| assessment::decisions_sheet(tx, days).await).await?)
}

async fn overridden_sheet(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    let days = asked.days();
    let csv =
        office.read(async |tx| assessment::overridden_sheet(tx, asked.rule(), days).await).await?;
    sheet("warnings-overridden", csv)
}

fn sheet(name: &str, csv: Vec<u8>) -> Answer {
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    Ok((about, csv).into_response())
}
