//! Certification bodies as anyone may see them.

use crate::db::Tx;
use crate::error::{Error, Result};
use uuid::Uuid;

/// What every page of a body shows of it.
#[derive(Debug, Clone)]
pub struct Brief {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub mark: String,
    pub colour: String,
}

/// The body at this address; `NotFound` if there is none.
pub async fn by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Brief> {
    sqlx::query_as!(Brief, "select id, slug, name, mark, colour from bodies where slug = $1", slug)
        .fetch_one(tx.sql())
        .await
        .map_err(Error::from)
}
