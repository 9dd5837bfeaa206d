//! Giving a person a function at a body, and ending it. A function opens a portal; the work itself asks for a
//! qualification besides (CMP-2). Ended, never deleted.

use super::accounts::by_email;
use super::links::{Account, INVITED, Links, Purpose};
use crate::actor::{Administrator, Function, Room};
use crate::assessors;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::outbox::{self, Mail};
use crate::parse::{Reading, SHORT, normalise};
use crate::rulebook;
use uuid::Uuid;

/// The form that invites a person; `id` is the function's own, so that a form sent twice counts once.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Invitation {
    pub id: String,
    pub name: String,
    pub email: String,
    pub function: String,
}

/// Invites a person to a function. Who has no account yet gets a link to set a password; who has one is told.
pub async fn invite(
    tx: &mut Tx<'_>,
    _by: &Administrator,
    links: &Links,
    typed: Invitation,
) -> Result<()> {
    let mut reading = Reading::default();
    let name = reading.required("name", &typed.name, "the person's name", SHORT);
    let email = reading.email("email", &typed.email);
    let function = reading.choice("function", &typed.function, "a function", of_the_body);
    let id = typed.id.parse().unwrap_or_else(|_| tx.new_id());
    reading.done()?;
    let function = function.ok_or(Error::NotFound)?;
    tx.go_to(Room::Door).await?;
    let account = account(tx, &name, &email).await?;
    tx.go_to(Room::Office).await?;
    assessors::assesses_not(tx, &account).await?;
    match give(tx, id, account.id, function).await? {
        Given::Now => tell(tx, links, &account, function).await,
        Given::ByThisForm => Ok(()),
        // Asked again while the first invitation is unanswered: it is sent again.
        Given::Before if !account.confirmed => tell(tx, links, &account, function).await,
        Given::Before => {
            Err(FieldErrors::one("email", format!("{} is {} already", account.name, an(function)))
                .into())
        }
    }
}

fn of_the_body(key: &str) -> Option<Function> {
    Function::of_the_body().find(|function| function.key() == key)
}

enum Given {
    Now,
    ByThisForm,
    Before,
}

/// The person's account, which is made if there is none; known people keep the name they chose.
pub(crate) async fn account(tx: &mut Tx<'_>, name: &str, email: &str) -> Result<Account> {
    let (id, norm, now) = (tx.new_id(), normalise(email), tx.now());
    sqlx::query!(
        "insert into people (id, email, email_norm, name, created_at) values ($1, $2, $3, $4, $5) on conflict (email_norm) do nothing",
        id,
        email,
        norm,
        name,
        now
    )
    .execute(tx.sql())
    .await?;
    by_email(tx, &norm).await?.ok_or(Error::NotFound)
}

async fn give(tx: &mut Tx<'_>, id: Uuid, person: Uuid, function: Function) -> Result<Given> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let made = sqlx::query!(
        "insert into memberships (body_id, id, person_id, function, since, given_by) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        body,
        id,
        person,
        function.key(),
        now,
        by
    )
    .execute(tx.sql())
    .await?;
    if made.rows_affected() == 1 {
        return Ok(Given::Now);
    }
    let same = sqlx::query_scalar!(
        r#"select exists (select from memberships where body_id = $1 and id = $2 and person_id = $3 and function = $4) as "same!""#,
        body,
        id,
        person,
        function.key()
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(if same { Given::ByThisForm } else { Given::Before })
}

async fn tell(tx: &mut Tx<'_>, links: &Links, account: &Account, function: Function) -> Result<()> {
    let (body, name) = letterhead(tx).await?;
    let (to, who, inviter, what) =
        (account.email.clone(), &account.name, tx.actor().name(), an(function));
    if account.confirmed {
        let door = links.address("/door");
        let text = format!(
            "Dear {who},\n\n{inviter} has made you {what} of {name}. Sign in with your account here:\n\n{door}\n\n{name}\n"
        );
        return outbox::queue(
            tx,
            body,
            Mail { to, subject: format!("You are {what} of {name}"), body: text },
        )
        .await;
    }
    let link = links.link(account, Purpose::Password, tx.now() + INVITED, "")?;
    let text = format!(
        "Dear {who},\n\n{inviter} invites you to be {what} of {name}. Open this page to set a password; the address is then confirmed as well:\n\n{link}\n\nThe page works once, for seven days. After that, ask for a new password at the door.\n\n{name}\n"
    );
    outbox::queue_private(
        tx,
        body,
        Mail { to, subject: format!("An invitation from {name}"), body: text },
    )
    .await
}

/// Ends a function now: the very next request finds its door shut. A body never loses its last administrator.
pub async fn end(tx: &mut Tx<'_>, _by: &Administrator, id: Uuid) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    // Locked, so that two administrators cannot end each other at once.
    let administrators = sqlx::query_scalar!(
        "select id from memberships where body_id = $1 and function = 'administrator' and until is null order by id for update",
        body
    )
    .fetch_all(tx.sql())
    .await?;
    if administrators == [id] {
        let because = "This is the last administrator; nobody could keep the body's people and settings any more.";
        return Err(rulebook::CMP_2
            .refuse(because, "Invite another administrator first, then end this function.")
            .into());
    }
    let ended = sqlx::query!(
        "update memberships m set until = $3, ended_by = $4 from people p
         where m.body_id = $1 and m.id = $2 and m.until is null and p.id = m.person_id
         returning m.function, p.name, p.email",
        body,
        id,
        now,
        by
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(ended) = ended else { return already_ended(tx, body, id).await };
    let (_, name) = letterhead(tx).await?;
    let what = Function::from_key(&ended.function).map_or_else(String::new, an);
    let text = format!(
        "Dear {},\n\nfrom now on you are no longer {what} of {name}. What you did stays on the record under your name.\n\n{name}\n",
        ended.name
    );
    outbox::queue(
        tx,
        body,
        Mail {
            to: ended.email,
            subject: format!("You are no longer {what} of {name}"),
            body: text,
        },
    )
    .await
}

async fn already_ended(tx: &mut Tx<'_>, body: Uuid, id: Uuid) -> Result<()> {
    let until = sqlx::query_scalar!(
        "select until from memberships where body_id = $1 and id = $2",
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    match until {
        // Sent twice: it is as it was asked for.
        Some(_) => Ok(()),
        None => Err(Error::Stale(
            "This function was changed meanwhile: open the people of the body again.".into(),
        )),
    }
}

pub(crate) async fn letterhead(tx: &mut Tx<'_>) -> Result<(Uuid, String)> {
    let body = tx.actor().body()?;
    let name = sqlx::query_scalar!("select name from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    Ok((body, name))
}

/// "an auditor", "a panel member".
fn an(function: Function) -> String {
    let title = function.title().to_lowercase();
    let article = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {title}")
}
