//! Applying: a client organisation, its engagement with a record, and an application to be written.

use super::State;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::files;
use crate::parse::{Reading, SHORT};
use crate::record::{self, Entry, File, Seen};
use crate::standards::{self, Scheme};
use uuid::Uuid;

/// What is asked before an application begins.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Begin {
    pub legal_name: String,
    /// The standard by its name; empty where the body offers one only.
    pub standard: String,
}

/// Begins an application for the client that the actor applies as: the client with the acting person as its
/// signatory, the engagement with its number and record, and a draft. A second time for the same standard it
/// answers the same file, unless that way has ended; another standard is another file.
pub async fn begin(tx: &mut Tx<'_>, typed: Begin) -> Result<files::Brief> {
    let mut read = Reading::default();
    let name = read.required("legal_name", &typed.legal_name, "the legal name", SHORT);
    read.done()?;
    let standard = offered(tx, typed.standard.trim()).await?;
    client(tx, &name).await?;
    if let Some(known) = known(tx, standard).await? {
        return files::of(tx, known).await;
    }
    let file = engagement(tx, standard).await?;
    draft(tx, file, &name).await?;
    let sentence = format!("Began the application of {name} for {standard}.");
    tx.record(Entry::new(file, "application_begun", sentence, Seen::ByClientToo));
    files::of(tx, file.engagement_id).await
}

/// The standard of this name, if the body offers it; without a name the only one that it offers.
async fn offered(tx: &mut Tx<'_>, name: &str) -> Result<Scheme> {
    let body = tx.actor().body()?;
    let offers = sqlx::query_scalar!("select offers from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    match &offers[..] {
        [only] if name.is_empty() => standards::named(only),
        _ if offers.iter().any(|one| one == name) => standards::named(name),
        _ => Err(FieldErrors::one("standard", "Choose a standard that the body offers").into()),
    }
}

/// The acting client's file for this standard, if it is still on the way of one: who was declined, refused or
/// withdrawn, or expired too long ago (REC-3), may apply anew.
async fn known(tx: &mut Tx<'_>, standard: Scheme) -> Result<Option<Uuid>> {
    let (body, client, today) = (tx.actor().body()?, tx.actor().client()?, tx.today());
    Ok(sqlx::query_scalar!(
        "select id from engagements where body_id = $1 and client_id = $2 and standard = $3 and not own_file_is_over(id, $4)
         order by id desc limit 1",
        body,
        client,
        standard.name,
        today
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// The standards, by name, for which the acting client has a file under way: for the others it may apply.
pub async fn under_way(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let (body, client, today) = (tx.actor().body()?, tx.actor().client()?, tx.today());
    Ok(sqlx::query_scalar!(
        "select distinct standard from engagements where body_id = $1 and client_id = $2 and not own_file_is_over(id, $3)",
        body,
        client,
        today
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The client and its first member, or the one that this person made a moment ago. Locked, so that a form
/// sent twice makes one engagement. Anybody else's client is not found.
async fn client(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    let (body, client, person) = (tx.actor().body()?, tx.actor().client()?, tx.actor().person()?);
    let (member, now) = (tx.new_id(), tx.now());
    let made = sqlx::query!(
        "insert into clients (body_id, client_id, name, created_at) values ($1, $2, $3, $4) on conflict do nothing",
        body,
        client,
        name,
        now
    )
    .execute(tx.sql())
    .await?;
    if made.rows_affected() == 1 {
        sqlx::query!(
            "insert into client_members (body_id, client_id, id, person_id, signatory, since) values ($1, $2, $3, $4, true, $5)",
            body,
            client,
            member,
            person,
            now
        )
        .execute(tx.sql())
        .await?;
    }
    let belongs = sqlx::query_scalar!(
        r#"select exists (select from client_members m where m.body_id = c.body_id and m.client_id = c.client_id
             and m.person_id = $3 and m.until is null) as "belongs!"
           from clients c where c.body_id = $1 and c.client_id = $2 for update of c"#,
        body,
        client,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    if belongs { Ok(()) } else { Err(Error::NotFound) }
}

/// The engagement with the body's next number, and its record.
async fn engagement(tx: &mut Tx<'_>, standard: Scheme) -> Result<File> {
    let (body, client_id, now) = (tx.actor().body()?, tx.actor().client()?, tx.now());
    let engagement_id = tx.new_id();
    sqlx::query!(
        "with next as (
           insert into engagement_numbers (body_id, last) values ($1, 1)
           on conflict (body_id) do update set last = engagement_numbers.last + 1 returning last)
         insert into engagements (body_id, client_id, id, standard, opened_at, reference)
         select $1, $2, $3, $4, $5, b.code || '-' || lpad(next.last::text, greatest(4, length(next.last::text)), '0')
         from next, bodies b where b.id = $1",
        body,
        client_id,
        engagement_id,
        standard.name,
        now
    )
    .execute(tx.sql())
    .await?;
    let file = File { client_id, engagement_id };
    record::open(tx, file).await?;
    Ok(file)
}

/// A draft; what the client's newest application says of the organisation itself it need not be asked again.
async fn draft(tx: &mut Tx<'_>, file: File, name: &str) -> Result<Uuid> {
    let (body, id, who) = (tx.actor().body()?, tx.new_id(), tx.actor());
    sqlx::query!(
        "insert into applications (body_id, client_id, engagement_id, id, state, legal_name, contact_name, contact_email, contact_phone,
           registration, address, country, website, certification_body, sector, people_total, languages,
           signatory_name, signatory_position, signatory_email)
         select $1, $2, $3, $4, $5, $6, coalesce(a.contact_name, $7), coalesce(a.contact_email, $8), coalesce(a.contact_phone, ''),
           coalesce(a.registration, ''), coalesce(a.address, ''), coalesce(a.country, ''), coalesce(a.website, ''), a.certification_body,
           coalesce(a.sector, ''), a.people_total, coalesce(a.languages, '{}'),
           coalesce(a.signatory_name, ''), coalesce(a.signatory_position, ''), coalesce(a.signatory_email, '')
         from (select 1) one left join lateral (select * from applications b where b.body_id = $1 and b.client_id = $2
           order by b.engagement_id desc limit 1) a on true",
        body,
        file.client_id,
        file.engagement_id,
        id,
        State::Draft.key(),
        name,
        who.name(),
        who.email()
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}
