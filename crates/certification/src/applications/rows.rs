//! The repeating rows of an application, and how it is written to the database: one statement for its own
//! columns, one for each list.

use super::draft::key;
use super::{Application, CertificateHeld, Exclusion, Site, Typed};
use crate::countries;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use uuid::Uuid;

/// The n-th value of a repeated field; nothing where a row is shorter.
fn nth(typed: &[String], n: usize) -> &str {
    typed.get(n).map_or("", String::as_str)
}

pub(super) fn sites(typed: &Typed, read: &mut Reading) -> Vec<Site> {
    let mut site = |n: usize| Site {
        name: read.optional(&format!("site_name-{n}"), nth(&typed.site_name, n), SHORT),
        address: read.optional(&format!("site_address-{n}"), nth(&typed.site_address, n), 1_000),
        country: key(
            &format!("site_country-{n}"),
            nth(&typed.site_country, n),
            countries::ALL,
            read,
        ),
        people: read.whole(
            &format!("site_people-{n}"),
            nth(&typed.site_people, n),
            "people at this site",
            0,
            5_000_000,
        ),
        central: nth(&typed.site_central, n) == "yes",
        scope: read.optional(&format!("site_scope-{n}"), nth(&typed.site_scope, n), LONG),
    };
    let rows: Vec<_> = (0..typed.site_name.len().min(200)).map(&mut site).collect();
    rows.into_iter()
        .filter(|site| *site != Site { central: site.central, ..Site::default() })
        .collect()
}

pub(super) fn exclusions(typed: &Typed, read: &mut Reading) -> Vec<Exclusion> {
    let mut exclusion = |n: usize| Exclusion {
        what: read.optional(&format!("exclusion_what-{n}"), nth(&typed.exclusion_what, n), 1_000),
        justification: read.optional(
            &format!("exclusion_why-{n}"),
            nth(&typed.exclusion_why, n),
            LONG,
        ),
    };
    let rows: Vec<_> = (0..typed.exclusion_what.len().min(200)).map(&mut exclusion).collect();
    rows.into_iter().filter(|exclusion| *exclusion != Exclusion::default()).collect()
}

pub(super) fn certificates_held(typed: &Typed, read: &mut Reading) -> Vec<CertificateHeld> {
    let mut held = |n: usize| CertificateHeld {
        standard: read.optional(&format!("held_standard-{n}"), nth(&typed.held_standard, n), SHORT),
        issued_by: read.optional(&format!("held_issuer-{n}"), nth(&typed.held_issuer, n), SHORT),
        number: read.optional(&format!("held_number-{n}"), nth(&typed.held_number, n), SHORT),
        expires_on: read.date(
            &format!("held_expires-{n}"),
            nth(&typed.held_expires, n),
            "the expiry",
        ),
    };
    let rows: Vec<_> = (0..typed.held_standard.len().min(200)).map(&mut held).collect();
    rows.into_iter().filter(|held| *held != CertificateHeld::default()).collect()
}

/// Writes the application whole, if it is still the version that was read.
pub(super) async fn store(tx: &mut Tx<'_>, a: &Application) -> Result<()> {
    let body = tx.actor().body()?;
    let stored = sqlx::query!(
        "update applications set version = version + 1, legal_name = $4, registration = $5, address = $6, country = $7,
           website = $8, contact_name = $9, contact_email = $10, contact_phone = $11, sector = $12, structure = $13,
           people_total = $14, people_ai = $15, ai_systems_total = $16, scope = $17, units = $18, processes = $19,
           outsourced = $20, ai_roles = $21, languages = $22, consultancy = $23, consultancy_by = $24,
           consultancy_ended_on = $25, signatory_name = $26, signatory_position = $27, signatory_email = $28,
           holds_certificates = $29, excludes = $30, certification_body = $31
         where body_id = $1 and id = $2 and version = $3",
        body, a.id, a.version, a.legal_name, a.registration, a.address, a.country, a.website, a.contact_name,
        a.contact_email, a.contact_phone, a.sector, a.structure, a.people_total, a.people_ai, a.ai_systems_total,
        a.scope, a.units, a.processes, a.outsourced, &a.ai_roles, &a.languages, a.consultancy, a.consultancy_by,
        a.consultancy_ended_on, a.signatory_name, a.signatory_position, a.signatory_email, a.holds_certificates,
        a.excludes, a.certification_body
    )
    .execute(tx.sql())
    .await?;
    if stored.rows_affected() != 1 {
        return Err(Error::Stale("Somebody of your organisation has changed the application meanwhile: open the page again.".into()));
    }
    name_client(tx, a).await?;
    store_sites(tx, a).await?;
    store_exclusions(tx, a).await?;
    store_certificates(tx, a).await
}

/// The client is called by the name it gives in its application.
async fn name_client(tx: &mut Tx<'_>, a: &Application) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "update clients set name = $3 where body_id = $1 and client_id = $2 and $3 <> '' and name <> $3",
        body,
        a.client_id,
        a.legal_name
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

fn ids(tx: &Tx<'_>, n: usize) -> Vec<Uuid> {
    (0..n).map(|_| tx.new_id()).collect()
}

async fn store_sites(tx: &mut Tx<'_>, a: &Application) -> Result<()> {
    let (body, ids) = (tx.actor().body()?, ids(tx, a.sites.len()));
    let text =
        |of: fn(&Site) -> &String| a.sites.iter().map(|site| of(site).clone()).collect::<Vec<_>>();
    let people: Vec<_> = a.sites.iter().map(|site| site.people).collect();
    let central: Vec<_> = a.sites.iter().map(|site| site.central).collect();
    sqlx::query!("delete from sites where body_id = $1 and application_id = $2", body, a.id)
        .execute(tx.sql())
        .await?;
    sqlx::query!(
        "insert into sites (body_id, client_id, application_id, id, position, name, address, country, people, central, scope)
         select $1, $2, $3, s.id, s.n, s.name, s.address, s.country, s.people, s.central, s.scope
         from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::int[], $9::bool[], $10::text[])
           with ordinality as s (id, name, address, country, people, central, scope, n)",
        body,
        a.client_id,
        a.id,
        &ids,
        &text(|site| &site.name),
        &text(|site| &site.address),
        &text(|site| &site.country),
        &people as &[Option<i32>],
        &central,
        &text(|site| &site.scope)
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn store_exclusions(tx: &mut Tx<'_>, a: &Application) -> Result<()> {
    let (body, ids) = (tx.actor().body()?, ids(tx, a.exclusions.len()));
    let what: Vec<_> = a.exclusions.iter().map(|exclusion| exclusion.what.clone()).collect();
    let why: Vec<_> =
        a.exclusions.iter().map(|exclusion| exclusion.justification.clone()).collect();
    sqlx::query!("delete from exclusions where body_id = $1 and application_id = $2", body, a.id)
        .execute(tx.sql())
        .await?;
    sqlx::query!(
        "insert into exclusions (body_id, client_id, application_id, id, position, what, justification)
         select $1, $2, $3, x.id, x.n, x.what, x.why
         from unnest($4::uuid[], $5::text[], $6::text[]) with ordinality as x (id, what, why, n)",
        body,
        a.client_id,
        a.id,
        &ids,
        &what,
        &why
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn store_certificates(tx: &mut Tx<'_>, a: &Application) -> Result<()> {
    let (body, ids) = (tx.actor().body()?, ids(tx, a.certificates_held.len()));
    let text = |of: fn(&CertificateHeld) -> &String| {
        a.certificates_held.iter().map(|held| of(held).clone()).collect::<Vec<_>>()
    };
    let expires: Vec<_> = a.certificates_held.iter().map(|held| held.expires_on).collect();
    sqlx::query!(
        "delete from certificates_held where body_id = $1 and application_id = $2",
        body,
        a.id
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "insert into certificates_held (body_id, client_id, application_id, id, position, standard, issued_by, number, expires_on)
         select $1, $2, $3, h.id, h.n, h.standard, h.issuer, h.number, h.expires
         from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::date[])
           with ordinality as h (id, standard, issuer, number, expires, n)",
        body,
        a.client_id,
        a.id,
        &ids,
        &text(|held| &held.standard),
        &text(|held| &held.issued_by),
        &text(|held| &held.number),
        &expires as &[Option<time::Date>]
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
