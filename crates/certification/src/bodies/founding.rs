//! Founding a body: the operator's act, on the owner's connection, because no room may make a body.

use super::page_texts::{Texts, read_texts};
use super::texts;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{Reading, SHORT, normalise};
use crate::people::{Account, INVITED, Links, Purpose};
use crate::zone::Zone;
use sqlx::{Connection, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

/// What the operator says of a new body and its first administrator.
#[derive(Default, Debug, Clone)]
pub struct Founding {
    pub slug: String,
    pub code: String,
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub country: String,
    pub email: String,
    pub mark: String,
    pub colour: String,
    /// IANA name, such as "Europe/London"; blank means UTC.
    pub time_zone: String,
    pub administrator_name: String,
    pub administrator_email: String,
}

/// A body that was founded just now.
#[derive(Debug)]
pub struct Founded {
    pub body: Uuid,
    pub administrator: Uuid,
    /// The one-time link with which the administrator sets a password; none if the person has one already.
    pub link: Option<String>,
}

/// Founds a body with its first administrator, in one transaction.
pub async fn found(
    owner: &mut PgConnection,
    links: &Links,
    founding: &Founding,
    now: OffsetDateTime,
) -> Result<Founded> {
    let (texts, administrator) = read(founding)?;
    let mut tx = owner.begin().await?;
    let body = insert_body(&mut tx, founding, &texts, now).await?;
    let account = insert_person(&mut tx, &administrator, now).await?;
    sqlx::query!(
        "insert into memberships (body_id, id, person_id, function, since) values ($1, $2, $3, 'administrator', $4)",
        body,
        Uuid::now_v7(),
        account.id,
        now
    )
    .execute(&mut *tx)
    .await?;
    let link = match account.confirmed {
        true => None,
        false => Some(links.link(&account, Purpose::Password, now + INVITED, "")?),
    };
    tx.commit().await?;
    Ok(Founded { body, administrator: account.id, link })
}

struct First {
    name: String,
    email: String,
}

fn read(founding: &Founding) -> Result<(Texts, First)> {
    let f = founding.clone();
    let typed = Texts {
        name: f.name,
        legal_name: f.legal_name,
        address: f.address,
        country: f.country,
        email: f.email,
        mark: f.mark,
        colour: f.colour,
        ..Texts::default()
    };
    let mut reading = Reading::default();
    check_address(founding, &mut reading);
    let name = reading.required(
        "administrator_name",
        &founding.administrator_name,
        "the first administrator's name",
        SHORT,
    );
    let email = reading.email("administrator_email", &founding.administrator_email);
    let texts = match read_texts(&typed) {
        Err(Error::Invalid(FieldErrors(errors))) => {
            reading.errors.0.extend(errors);
            Texts::default()
        }
        other => other?,
    };
    reading.done()?;
    Ok((texts, First { name, email }))
}

/// The body's address, and the letters of its certificates' numbers.
fn check_address(founding: &Founding, reading: &mut Reading) {
    let slug = &founding.slug;
    let letters = |text: &str| {
        text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if !(2..=31).contains(&slug.len())
        || !letters(slug)
        || !slug.starts_with(|c: char| c.is_ascii_lowercase())
    {
        reading.errors.add("slug", "Give the body an address of 2 to 31 small letters, digits and hyphens, beginning with a letter");
    }
    if !founding.time_zone.is_empty() && Zone::named(&founding.time_zone).is_none() {
        reading
            .errors
            .add("time_zone", "Give the body a time zone by its IANA name, such as Europe/London");
    }
    if !(2..=5).contains(&founding.code.len())
        || !founding.code.bytes().all(|b| b.is_ascii_uppercase())
    {
        reading.errors.add("code", "Give the body a code of 2 to 5 capital letters; every certificate's number begins with it");
    }
}

async fn insert_body(
    tx: &mut PgConnection,
    founding: &Founding,
    t: &Texts,
    now: OffsetDateTime,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into bodies (id, slug, code, name, legal_name, address, country, email, mark, colour, process, granting, marks_rules,
           appeals, impartiality, agreement, created_at, time_zone)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        id, founding.slug, founding.code, t.name, t.legal_name, t.address, t.country, t.email, t.mark, t.colour,
        texts::PROCESS, texts::GRANTING, texts::MARKS, texts::APPEALS, texts::IMPARTIALITY, texts::AGREEMENT, now,
        if founding.time_zone.is_empty() { "UTC" } else { &founding.time_zone }
    )
    .execute(tx)
    .await
    .map_err(taken)?;
    Ok(id)
}

fn taken(cause: sqlx::Error) -> Error {
    match cause.as_database_error().and_then(|e| e.constraint()) {
        Some("bodies_slug_key") => {
            FieldErrors::one("slug", "Another body has this address already").into()
        }
        Some("bodies_code_key") => {
            FieldErrors::one("code", "Another body has this code already").into()
        }
        _ => cause.into(),
    }
}

async fn insert_person(
    tx: &mut PgConnection,
    first: &First,
    now: OffsetDateTime,
) -> Result<Account> {
    let norm = normalise(&first.email);
    sqlx::query!(
        "insert into people (id, email, email_norm, name, created_at) values ($1, $2, $3, $4, $5) on conflict (email_norm) do nothing",
        Uuid::now_v7(),
        first.email,
        norm,
        first.name,
        now
    )
    .execute(&mut *tx)
    .await?;
    let account = sqlx::query_as!(
        Account,
        r#"select id, name, email, password_hash, email_confirmed_at is not null as "confirmed!" from people where email_norm = $1"#,
        norm
    );
    Ok(account.fetch_one(tx).await?)
}
