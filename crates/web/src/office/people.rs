//! The people of the body: who holds which function, inviting, and ending a function.

use crate::app::Routes;
use crate::door::links;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::people::{self, Colleagues, Invitation};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/people", page, invite)
        .post("/b/{body}/office/people/{membership}/end", end)
}

#[derive(Template)]
#[template(path = "office/people.html")]
struct Page {
    shell: Shell,
    form: Filled,
    base: String,
    found: Colleagues,
    functions: Vec<(String, String)>,
    /// Whether the reader may invite and end.
    administrator: bool,
    first: Option<String>,
    more: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: Option<Uuid>,
}

async fn page(office: Office, Asked(asked): Asked<After>) -> Answer {
    show(&office, asked.after, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show(office: &Office, after: Option<Uuid>, form: Filled) -> Answer {
    let found = office.read(async |tx| people::colleagues(tx, after).await).await?;
    let base = office.href("/people");
    let mut shell = office.shell();
    shell.failed = form.failed();
    let functions = Function::of_the_body()
        .map(|function| (function.key().to_owned(), function.title().to_owned()))
        .collect();
    let page = Page {
        shell,
        functions,
        administrator: office.actor.has(Function::Administrator),
        first: after.map(|_| base.clone()),
        more: found.more.map(|id| format!("{base}?after={id}")),
        base,
        found,
        form,
    };
    office.page_at(page.form.status(), &page)
}

async fn invite(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let (typed, links) = (form.read::<Invitation>()?, links(&office.app));
    match office.write(async |tx| people::invite(tx, &by, &links, typed).await).await {
        Ok(()) => office.done("/people", &format!("{} is invited.", form.value("name").trim())),
        Err(problem) => show(&office, None, form.with(problem)?).await,
    }
}

async fn end(office: Office, At((_, membership)): At<(String, Uuid)>) -> Answer {
    let by = office.actor.administrator()?;
    match office.write(async |tx| people::end(tx, &by, membership).await).await {
        Ok(()) => office.done("/people", "The function has ended."),
        Err(problem) => {
            let fresh = Filled::from_values([("id", Uuid::now_v7().to_string())]);
            show(&office, None, fresh.with(problem)?).await
        }
    }
}
