//! The file is chosen and taken in, apart from the register.

use crate::client::ai_systems::shell_of;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::Client;
use crate::upload::Upload;
use askama::Template;
use certification::ai_systems::csv_reading::MOST_BYTES;
use certification::{Error, FieldErrors, ai_systems, applications};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "client/import.html")]
struct Choose {
    shell: Shell,
    form: Filled,
    id: Uuid,
    is_open: bool,
}

pub(super) async fn choose(client: Client) -> Answer {
    again(&client, Filled::default()).await
}

async fn again(client: &Client, form: Filled) -> Answer {
    let is_open = client.read(applications::own).await?.state.is_open();
    let page = Choose { shell: shell_of(client, &form), form, id: Uuid::now_v7(), is_open };
    client.page_at(page.form.status(), &page)
}

pub(super) async fn upload(client: Client, arriving: Upload) -> Answer {
    match received(&client, arriving).await {
        Ok(id) => {
            client.done(&format!("/ai-systems/import/{id}"), "Nothing is in your register yet.")
        }
        Err(problem) => again(&client, Filled::default().with(at_the_file(problem))?).await,
    }
}

/// Takes the file in and keeps it apart; whatever is wrong with it, nothing is left over.
async fn received(client: &Client, arriving: Upload) -> Result<Uuid, Problem> {
    let (form, file) = arriving.in_memory(MOST_BYTES).await?;
    let id = form.value("id").parse().map_err(|_| Problem::bad_request())?;
    let (name, bytes) =
        file.ok_or_else(|| Problem(FieldErrors::one("file", "Choose a CSV file").into()))?;
    client.write(async |tx| ai_systems::receive(tx, id, &name, &bytes).await).await?;
    Ok(id)
}

/// What went wrong on the way is said where the file is chosen again.
fn at_the_file(problem: Problem) -> Problem {
    match problem {
        Problem(Error::Invalid(FieldErrors(errors))) => {
            let here = errors.into_iter().map(|(_, message)| ("file".to_owned(), message));
            Problem(FieldErrors(here.collect()).into())
        }
        other => other,
    }
}
