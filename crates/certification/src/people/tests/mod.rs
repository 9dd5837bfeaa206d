//! Accounts, links and functions, each tried from the side that must not work.

mod accounts;
mod functions;
mod passwords;

use super::*;
use crate::error::{Error, Result};
use crate::testing::World;
use uuid::Uuid;

const NEW: &str = "three green lanterns";

fn links() -> Links {
    Links::new(b"the secret of this test's installation", "https://assay.test")
}

fn address(who: &str) -> String {
    format!("{who}.{}@example.test", Uuid::now_v7().simple())
}

/// What the form was told, as "field: message".
fn said<T>(result: Result<T>) -> String {
    match result {
        Err(Error::Invalid(errors)) => errors.to_string(),
        Err(other) => other.to_string(),
        Ok(_) => "accepted".to_owned(),
    }
}

/// The mails to an address, oldest first, seen over the walls.
async fn mails_to(world: &World, email: &str) -> Vec<String> {
    sqlx::query_scalar("select body from mails where to_address = $1 order by id")
        .bind(email)
        .fetch_all(&world.owner)
        .await
        .expect("mails")
}

/// The token of the newest link that was mailed to an address.
async fn mailed(world: &World, email: &str) -> String {
    let text = mails_to(world, email).await.pop().expect("a mail was written");
    let link = text
        .lines()
        .find(|line| line.starts_with("https://assay.test/"))
        .expect("a link")
        .to_owned();
    link.split("token=").nth(1).and_then(|rest| rest.split('&').next()).expect("a token").to_owned()
}

async fn open_account(world: &World, email: &str) {
    let typed = Opening {
        name: "Ada Lovelace".into(),
        email: email.into(),
        password: NEW.into(),
        at: world.slug.clone(),
        next: "/b/x/apply".into(),
    };
    open(&world.db, &links(), typed).await.expect("an account is opened");
}

async fn ask_for_link(world: &World, email: &str) {
    let typed = Forgotten { email: email.into(), at: world.slug.clone(), ..Forgotten::default() };
    forgotten(&world.db, &links(), typed).await.expect("the answer is always the same");
}

static LINKS: std::sync::LazyLock<Links> = std::sync::LazyLock::new(links);
