//! Bodies as anyone may see them.

use super::{Brief, Public};
use crate::db::Tx;
use crate::error::{Error, Result};
use uuid::Uuid;

/// The body at this address; `NotFound` if there is none.
pub async fn by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Brief> {
    sqlx::query_as!(
        Brief,
        "select id, slug, name, mark, colour, time_zone from bodies where slug = $1",
        slug
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
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
