//! The client's files, one for each standard that it has applied for: which of them it looks at, and applying
//! for another standard, or anew.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At, own_path};
use crate::problem::Problem;
use crate::session::{Client, look_at_file};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use certification::applications::{self, Begin};
use certification::standards::Scheme;
use certification::{Error, bodies, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/client/files", list, apply)
        .get("/b/{body}/client/files/{file}", look)
}

#[derive(Template)]
#[template(path = "client/files.html")]
struct Page {
    shell: Shell,
    form: Filled,
    files: Vec<files::Brief>,
    /// The file that the portal's pages show.
    at_hand: Uuid,
    /// What the body offers and the client has no file under way for.
    others: Vec<Scheme>,
}

impl Page {
    fn offered(&self) -> Vec<(String, String)> {
        let option = |one: &Scheme| (one.name.clone(), format!("{one}, {}", one.system));
        self.others.iter().map(option).collect()
    }
}

async fn list(client: Client) -> Answer {
    show(&client, Filled::default()).await
}

async fn show(client: &Client, form: Filled) -> Answer {
    let body = client.actor.body()?;
    let (files, at_hand, offers, under_way) = client
        .read(async |tx| {
            let at_hand = files::own(tx).await?.engagement_id;
            let offers = bodies::public(tx, body).await?.schemes()?;
            let under_way = applications::under_way(tx).await?;
            Ok((files::all_own(tx).await?, at_hand, offers, under_way))
        })
        .await?;
    let others = offers.into_iter().filter(|one| !under_way.contains(&one.name)).collect();
    let mut shell = client.shell();
    shell.failed = form.failed();
    client.page_at(form.status(), &Page { shell, form, files, at_hand, others })
}

/// Applies for another standard, or anew for one whose file has ended: a file of its own, which is then at hand.
async fn apply(client: Client, form: Filled) -> Answer {
    let standard = form.value("standard").to_owned();
    let begun = client.write(async |tx| {
        let legal_name = files::own(tx).await?.client_name;
        applications::begin(tx, Begin { legal_name, standard }).await
    });
    match begun.await {
        Ok(file) => at_hand(&client, file.engagement_id, "/application"),
        Err(problem) => show(&client, form.with(problem)?).await,
    }
}

/// Where to go with the file at hand, within this portal.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Then {
    then: String,
}

/// Takes one of the client's files to hand; nothing in it changes.
async fn look(
    client: Client,
    At((_, id)): At<(String, Uuid)>,
    Asked(Then { then }): Asked<Then>,
) -> Answer {
    let file = client.read(async |tx| files::of(tx, id).await).await?;
    at_hand(&client, file.engagement_id, own_path(&then).unwrap_or_default())
}

fn at_hand(client: &Client, file: Uuid, tail: &str) -> Answer {
    let slug = client.body.as_ref().map(|body| body.slug.as_str());
    let slug = slug.ok_or(Problem(Error::NotFound))?;
    let mut response = Redirect::to(&client.href(tail)).into_response();
    let kept = look_at_file(&client.app, slug, file);
    response.headers_mut().append(header::SET_COOKIE, kept);
    Ok(response)
}
