//! Bodies as anyone may see them.

use super::{Brief, Public};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::slug_of;
use uuid::Uuid;

/// The body at this address; `NotFound` if there is none.
pub async fn by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Brief> {
    sqlx::query_as!(
        Brief,
        "select id, slug, name, mark, colour, time_zone, domain from bodies where slug = $1",
        slug
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The body whose own domain this is.
pub async fn by_domain(tx: &mut Tx<'_>, domain: &str) -> Result<Option<Brief>> {
    Ok(sqlx::query_as!(
        Brief,
        "select id, slug, name, mark, colour, time_zone, domain from bodies where domain = $1",
        domain
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// The body that is named so in what it signs; a body with a domain of its own is not named by the installation's.
pub async fn by_did(tx: &mut Tx<'_>, did: &str, public_url: &str) -> Result<Option<Brief>> {
    let found = match slug_of(did, public_url) {
        None => return by_domain(tx, did.strip_prefix("did:web:").unwrap_or_default()).await,
        Some(slug) => by_slug(tx, slug).await,
    };
    match found {
        Ok(body) => Ok(Some(body).filter(|body| body.domain.is_none())),
        Err(Error::NotFound) => Ok(None),
        Err(cause) => Err(cause),
    }
}

/// A body in the list of all.
#[derive(Debug, Clone)]
pub struct Listed {
    pub slug: String,
    pub name: String,
    pub mark: String,
    pub colour: String,
    pub country: String,
    pub accreditation: Option<String>,
}

/// The bodies of this installation, by name.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(Listed, "select slug, name, mark, colour, country, accreditation from bodies order by name limit 200")
        .fetch_all(tx.sql())
        .await?)
}

/// Everything public of one body.
pub async fn public(tx: &mut Tx<'_>, id: Uuid) -> Result<Public> {
    sqlx::query_as!(
        Public,
        "select id, slug, code, name, legal_name, address, country, email, telephone, website, mark, colour, accreditation,
           process, granting, marks_rules, appeals, impartiality, agreement_version, agreement,
           certificate_months, panel_members, objection_days, witness_months, stage_2_within_months, minors_closed_first, time_zone, suspension_days, owes_export, offers, version
         from bodies where id = $1",
        id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}
