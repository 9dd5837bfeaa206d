//! Assessors of accreditation bodies: who has access until when, letting somebody in, ending it; and what each
//! looked at.

use crate::app::Routes;
use crate::door::links;
use crate::form::Filled;
use crate::page::{Answer, Shell, day};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::assessors::{self, Access, Invitation, LONGEST, Look, Standing};
use time::{Date, Duration};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/assessors", page, invite)
        .post("/b/{body}/office/assessors/{assessor}/end", end)
}

/// Accesses that are listed, and looks on a page.
const ACCESSES: i64 = 30;
const LOOKS: usize = 50;

#[derive(Template)]
#[template(path = "office/assessors.html")]
struct Page {
    shell: Shell,
    tab: &'static str,
    form: Filled,
    base: String,
    accesses: Vec<Access>,
    looks: Vec<Look>,
    /// The assessor whose looks alone are shown.
    only: Option<Uuid>,
    newest: Option<String>,
    older: Option<String>,
    /// Whether the reader may let in and end.
    administrator: bool,
    today: Date,
    /// How far ahead a last day may be, in words.
    furthest: String,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Narrowed {
    who: String,
    before: String,
}

fn fresh() -> Filled {
    Filled::from_values([("id", Uuid::now_v7().to_string())])
}

async fn page(office: Office, Asked(asked): Asked<Narrowed>) -> Answer {
    show(&office, &asked, fresh()).await
}

async fn show(office: &Office, asked: &Narrowed, form: Filled) -> Answer {
    let (only, before) = (asked.who.parse().ok(), asked.before.parse().ok());
    let (accesses, mut looks) = office
        .read(async |tx| {
            let accesses = assessors::accesses(tx, None, ACCESSES).await?;
            Ok((accesses, assessors::looks(tx, only, before, LOOKS as i64 + 1).await?))
        })
        .await?;
    let more = looks.len() > LOOKS;
    looks.truncate(LOOKS);
    let mut shell = office.shell();
    shell.failed = form.failed();
    let base = office.href("/assessors");
    let who = only.map(|id: Uuid| format!("&who={id}")).unwrap_or_default();
    let older = looks.last().filter(|_| more).map(|l| format!("{base}?before={}{who}", l.id));
    let newest = before.map(|_: Uuid| format!("{base}?{}", who.trim_start_matches('&')));
    let page = Page {
        shell,
        tab: "assessors",
        accesses,
        looks,
        only,
        newest,
        older,
        administrator: office.actor.has(Function::Administrator),
        today: office.today(),
        furthest: format!(
            "At the latest {}. The access is over on the day after.",
            day(&(office.today() + Duration::days(LONGEST)))
        ),
        base,
        form,
    };
    office.page_at(page.form.status(), &page)
}

async fn invite(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let (typed, links) = (form.read::<Invitation>()?, links(&office.app));
    match office.write(async |tx| assessors::invite(tx, &by, &links, typed).await).await {
        Ok(()) => {
            let said = format!("{} is let in, and told.", form.value("name").trim());
            office.done("/assessors", &said)
        }
        Err(problem) => show(&office, &Narrowed::default(), form.with(problem)?).await,
    }
}

async fn end(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let by = office.actor.administrator()?;
    match office.write(async |tx| assessors::end(tx, &by, id).await).await {
        Ok(()) => office.done("/assessors", "The access has ended."),
        Err(problem) => show(&office, &Narrowed::default(), fresh().with(problem)?).await,
    }
}

impl Page {
    /// How an access stands: tag and words.
    fn stands(&self, access: &Access) -> (&'static str, &'static str) {
        match access.standing(self.today) {
            Standing::Open => ("good", "Open"),
            Standing::Ended => ("plain", "Ended"),
            Standing::Expired => ("plain", "Over"),
        }
    }

    fn in_words(&self, page: &str) -> String {
        in_words(page)
    }

    fn is_open(&self, access: &Access) -> bool {
        access.standing(self.today) == Standing::Open
    }
}

/// A page in words, from its address: "/b/thames/office/clients/…/case" is "case".
fn in_words(page: &str) -> String {
    let inside = page.split('/').skip_while(|part| *part != "office").skip(1);
    let words = inside.filter(|part| *part != "clients" && part.parse::<Uuid>().is_err());
    let words: Vec<_> = words.map(|part| part.replace('-', " ")).collect();
    match (words.is_empty(), page.contains("/clients")) {
        (true, true) => "overview".to_owned(),
        (true, false) => "home".to_owned(),
        _ => words.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_page_is_named_by_its_address_without_ids() {
        let id = "01890000-0000-7000-8000-000000000000";
        for (page, words) in [
            (format!("/b/thames/office/clients/{id}/audits/{id}/report"), "audits, report"),
            (format!("/b/thames/office/clients/{id}"), "overview"),
            ("/b/thames/office".to_owned(), "home"),
            ("/b/thames/office/settings/time".to_owned(), "settings, time"),
        ] {
            assert_eq!(in_words(&page), words);
        }
    }
}
