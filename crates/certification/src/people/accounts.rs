//! Opening an account, confirming its address, and setting a password by a one-time link. Known and unknown
//! addresses get the same answer on the page; only the mailbox learns which it was.

use super::credentials::{self, Passwords};
use super::letters::write_link;
use super::links::{Account, Links, Purpose, spent};
use super::new_passwords::judge;
use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{Reading, SHORT, normalise};
use uuid::Uuid;

/// The form that opens an account; `at` is the body the visitor came from, `next` where it wants to go on to.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Opening {
    pub name: String,
    pub email: String,
    pub password: String,
    pub at: String,
    pub next: String,
}

/// The form that asks for a link to set a new password.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Forgotten {
    pub email: String,
    pub at: String,
    pub next: String,
}

/// The form that sets a password by a link.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct NewPassword {
    pub token: String,
    pub password: String,
}

/// The form that changes a password while signed in.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Change {
    pub present: String,
    pub password: String,
}

/// Opens an account, unconfirmed; the link to confirm it goes by mail. An account that never was confirmed is
/// opened anew, so that nobody can hold somebody else's address.
pub async fn open(db: &Db, links: &Links, typed: Opening) -> Result<()> {
    let mut reading = Reading::default();
    let name = reading.required("name", &typed.name, "your name", SHORT);
    let email = reading.email("email", &typed.email);
    judge(&mut reading.errors, "password", &typed.password, &email);
    reading.done()?;
    let hash = Passwords::hash(&typed.password).await?;
    db.write(&door(), async |tx| {
        let (id, norm, now) = (tx.new_id(), normalise(&email), tx.now());
        sqlx::query!(
            "insert into people (id, email, email_norm, name, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)
             on conflict (email_norm) do update set name = excluded.name, password_hash = excluded.password_hash
             where people.email_confirmed_at is null and people.password_hash is not null",
            id,
            email,
            norm,
            name,
            hash,
            now
        )
        .execute(tx.sql())
        .await?;
        let account = by_email(tx, &norm).await?.ok_or(Error::NotFound)?;
        let purpose = if account.confirmed || account.password_hash.is_none() { Purpose::Password } else { Purpose::Confirm };
        write_link(tx, links, &account, purpose, &typed.at, &typed.next).await
    })
    .await
}

/// Confirms the address by its link. The password is asked for again, so that nobody confirms an account that
/// somebody else opened in their name.
pub async fn confirm(db: &Db, links: &Links, token: &str, password: &str) -> Result<Uuid> {
    let account = behind(db, links, token, Purpose::Confirm).await?;
    let message =
        "This is not the password of the account; if you did not open it, close this page";
    let (person, _) = credentials::check(db, &account.email, password, "password", message).await?;
    db.write(&door(), async |tx| {
        let now = tx.now();
        sqlx::query!("update people set email_confirmed_at = $2 where id = $1 and email_confirmed_at is null", person, now)
            .execute(tx.sql())
            .await?;
        Ok(person)
    })
    .await
}

/// Sends a link to set a new password, if there is such an account.
pub async fn forgotten(db: &Db, links: &Links, typed: Forgotten) -> Result<()> {
    let mut reading = Reading::default();
    let email = reading.email("email", &typed.email);
    reading.done()?;
    db.write(&door(), async |tx| match by_email(tx, &normalise(&email)).await? {
        Some(account) => {
            write_link(tx, links, &account, Purpose::Password, &typed.at, &typed.next).await
        }
        None => Ok(()),
    })
    .await
}

/// The address of the account that a link belongs to; looking consumes nothing.
pub async fn whose(db: &Db, links: &Links, token: &str, purpose: Purpose) -> Result<String> {
    Ok(behind(db, links, token, purpose).await?.email)
}

/// Sets a password by its link, which also proves the mailbox; every session of the person ends.
pub async fn set_password(db: &Db, links: &Links, typed: NewPassword) -> Result<Uuid> {
    let account = behind(db, links, &typed.token, Purpose::Password).await?;
    renew(db, &account, &typed.password).await
}

/// Changes the password of who is signed in; every session ends, so that the caller begins a new one.
pub async fn change_password(db: &Db, person: &Actor, typed: Change) -> Result<Uuid> {
    if typed.present.is_empty() {
        return Err(FieldErrors::one("present", "Enter your present password").into());
    }
    let (id, _) = credentials::check(
        db,
        person.email(),
        &typed.present,
        "present",
        "This is not your present password",
    )
    .await?;
    let account = db.read(&door(), async |tx| by_id(tx, id).await).await?;
    renew(db, &account, &typed.password).await
}

async fn renew(db: &Db, account: &Account, password: &str) -> Result<Uuid> {
    let mut errors = FieldErrors::default();
    judge(&mut errors, "password", password, &account.email);
    errors.check()?;
    let hash = Passwords::hash(password).await?;
    db.write(&door(), async |tx| {
        let now = tx.now();
        let changed = sqlx::query!(
            "update people set password_hash = $2, email_confirmed_at = coalesce(email_confirmed_at, $3)
             where id = $1 and password_hash is not distinct from $4",
            account.id,
            hash,
            now,
            account.password_hash.as_deref()
        )
        .execute(tx.sql())
        .await?;
        if changed.rows_affected() == 0 {
            return Err(spent());
        }
        sqlx::query!("delete from sessions where person_id = $1", account.id).execute(tx.sql()).await?;
        sqlx::query!("delete from failed_credentials where email_norm = $1", normalise(&account.email)).execute(tx.sql()).await?;
        Ok(account.id)
    })
    .await
}

fn door() -> Actor {
    Actor::nobody(Room::Door, None)
}

async fn behind(db: &Db, links: &Links, token: &str, purpose: Purpose) -> Result<Account> {
    db.read(&door(), async |tx| {
        let claims = links.read(token, purpose, tx.now())?;
        let account = by_id(tx, claims.sub).await.map_err(|_| spent())?;
        claims.fits(&account)?;
        Ok(account)
    })
    .await
}

async fn by_id(tx: &mut Tx<'_>, id: Uuid) -> Result<Account> {
    let found = sqlx::query_as!(
        Account,
        r#"select id, name, email, password_hash, email_confirmed_at is not null as "confirmed!" from people where id = $1"#,
        id
    );
    found.fetch_one(tx.sql()).await.map_err(Error::from)
}

/// The account with this normalised address, in the door's room.
pub(super) async fn by_email(tx: &mut Tx<'_>, norm: &str) -> Result<Option<Account>> {
    let found = sqlx::query_as!(
        Account,
        r#"select id, name, email, password_hash, email_confirmed_at is not null as "confirmed!" from people where email_norm = $1"#,
        norm
    );
    Ok(found.fetch_optional(tx.sql()).await?)
}
