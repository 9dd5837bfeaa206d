//! The client's statement of applicability: its headings, the controls under one of them, issuing a version,
//! and an issued version as it stays.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::rows::{self, Row};
use crate::session::Client;
use askama::Template;
use certification::applications::lists::{Choice, YES_NO};
use certification::standards::{Group, Scheme};
use certification::statements::{self, Draft, IMPLEMENTED, Version};
use certification::{Error, differences::Revision, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/client/statement", overview, issue)
        .form("/b/{body}/client/statement/{group}", group_page, save)
        .get("/b/{body}/client/statement/versions/{version}", version)
}

#[derive(Template)]
#[template(path = "client/statement.html")]
struct Overview {
    shell: Shell,
    file: files::Brief,
    form: Filled,
    headings: Vec<Heading>,
    versions: Vec<Revision>,
    /// A new version's own id.
    id: String,
}

/// One heading with how many of its controls are complete.
struct Heading {
    group: &'static Group,
    done: usize,
    total: usize,
}

fn headings(standard: Scheme, draft: &Draft) -> Vec<Heading> {
    let heading = |group: &'static Group| {
        let here = draft
            .controls
            .iter()
            .filter(|(_, c)| standard.requirement(&c.control).is_some_and(|r| r.group == group.id));
        let gaps: Vec<_> = here.map(|(_, control)| control.gap()).collect();
        Heading { group, done: gaps.iter().filter(|g| g.is_none()).count(), total: gaps.len() }
    };
    standard.control_groups().map(heading).collect()
}

async fn overview(client: Client) -> Answer {
    show(&client, Filled::default()).await
}

async fn show(client: &Client, form: Filled) -> Answer {
    let (file, draft, versions) = client
        .read(async |tx| {
            let file = files::own(tx).await?;
            let versions = statements::versions(tx, file.engagement_id, 20).await?;
            let draft = statements::draft(tx, &file).await?;
            Ok((file, draft, versions))
        })
        .await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let id = match form.value("id") {
        "" => Uuid::now_v7().to_string(),
        typed => typed.to_owned(),
    };
    let page =
        Overview { shell, form, headings: headings(file.standard, &draft), versions, id, file };
    client.page_at(page.form.status(), &page)
}

async fn issue(client: Client, form: Filled) -> Answer {
    let typed = form.read()?;
    match client.write(async |tx| statements::issue(tx, typed).await).await {
        Ok(()) => client.done("/statement", "The version is issued, and stays as it is."),
        Err(problem) => show(&client, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "client/statement_group.html")]
struct Controls {
    shell: Shell,
    standard: Scheme,
    form: Filled,
    group: &'static Group,
    rows: Vec<Row>,
}

impl Controls {
    fn title(&self, row: &Row) -> String {
        self.standard.named(row.value("control"))
    }

    fn yes_no(&self) -> &'static [Choice] {
        YES_NO
    }

    fn implemented(&self) -> &'static [Choice] {
        IMPLEMENTED
    }
}

fn known(standard: Scheme, id: &str) -> Result<&'static Group, Problem> {
    standard.control_groups().find(|group| group.id == id).ok_or_else(Problem::not_found)
}

async fn group_page(client: Client, At((_, id)): At<(String, String)>) -> Answer {
    let (standard, draft) = client
        .read(async |tx| {
            let file = files::own(tx).await?;
            Ok((file.standard, statements::draft(tx, &file).await?))
        })
        .await?;
    let group = known(standard, &id)?;
    show_group(&client, standard, group, stored(standard, &draft, group))
}

/// The controls under one heading as its form holds them.
fn stored(standard: Scheme, draft: &Draft, group: &Group) -> Filled {
    let here = draft
        .controls
        .iter()
        .filter(|(_, c)| standard.requirement(&c.control).is_some_and(|r| r.group == group.id));
    let values = here.flat_map(|(version, control)| {
        let applicable = control.applicable.map_or("", |yes| if yes { "yes" } else { "no" });
        [
            ("control", control.control.clone()),
            ("version", version.to_string()),
            ("applicable", applicable.to_owned()),
            ("justification", control.justification.clone()),
            ("implemented", control.implemented.clone()),
            ("documented", control.documented.clone()),
        ]
    });
    Filled::from_values(values)
}

const FIELDS: &[&str] =
    &["control", "version", "applicable", "justification", "implemented", "documented"];

fn show_group(client: &Client, standard: Scheme, group: &'static Group, form: Filled) -> Answer {
    let mut shell = client.shell();
    shell.failed = form.failed();
    let rows = rows::rows(&form, FIELDS, 0);
    client.page_at(form.status(), &Controls { shell, standard, form, group, rows })
}

async fn save(client: Client, At((_, id)): At<(String, String)>, form: Filled) -> Answer {
    let standard = client.read(files::own).await?.standard;
    let group = known(standard, &id)?;
    let typed = form.read()?;
    match client.write(async |tx| statements::save(tx, &group.id, &typed).await).await {
        Ok(()) => client.done(&onward(standard, group, form.value("go")), "Saved."),
        Err(problem) => show_group(&client, standard, group, form.with(problem)?),
    }
}

fn onward(standard: Scheme, group: &Group, go: &str) -> String {
    let next = standard.control_groups().skip_while(|g| g.id != group.id).nth(1);
    match next {
        Some(next) if go == "next" => format!("/statement/{}", next.id),
        _ => "/statement".to_owned(),
    }
}

#[derive(Template)]
#[template(path = "client/statement_version.html")]
struct Issued {
    shell: Shell,
    version: Version,
}

async fn version(client: Client, At((_, number)): At<(String, i32)>) -> Answer {
    let version = client
        .read(async |tx| {
            let file = files::own(tx).await?;
            let version = statements::version(tx, file.engagement_id, Some(number)).await?;
            version.ok_or(Error::NotFound)
        })
        .await?;
    client.page(&Issued { shell: client.shell(), version })
}
