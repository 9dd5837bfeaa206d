//! Stage 1's check: is the documented information there, and complete (AUD-1)? Completeness, not effectiveness.

mod register;
mod saving;

pub use super::documented::Completeness;
pub use register::{Gaps, register_gaps};
pub use saving::save;

use super::{Brief, at_work};
use crate::db::Tx;
use crate::error::Result;
use crate::rulebook;
use crate::standards::Item;
use uuid::Uuid;

/// The items as typed, one value of each field per item, in any order.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub item: Vec<String>,
    pub version: Vec<String>,
    pub result: Vec<String>,
    pub document_version: Vec<String>,
    pub note: Vec<String>,
}

/// One item as it stands.
#[derive(Debug, Clone)]
pub struct Check {
    pub item: &'static Item,
    pub version: i32,
    pub result: Option<Completeness>,
    pub document_version: String,
    pub note: String,
    /// Who checked it; empty while nobody has.
    pub who: String,
    /// What the client calls the version it issued here, to begin with; empty where it issued none.
    pub issued: String,
}

pub(super) async fn stage_1_at_work(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Brief> {
    let audit = at_work(tx, audit_id).await?;
    if audit.kind.is_stage_1() {
        return Ok(audit);
    }
    Err(rulebook::AUD_1
        .refuse(
            "Documented information and areas of concern are Stage 1's.",
            "Conclude on the requirement, or raise a finding.",
        )
        .into())
}

/// The items that the scheme asks for in their order, each as it stands.
pub async fn of(tx: &mut Tx<'_>, audit: &Brief) -> Result<Vec<Check>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select c.item, c.version, c.result, c.document_version, c.note, p.name as who
         from document_checks c join people p on p.id = c.by_person where c.body_id = $1 and c.audit_id = $2",
        body,
        audit.id
    )
    .fetch_all(tx.sql())
    .await?;
    let open = |item: &'static Item| Check {
        item,
        version: 0,
        result: None,
        document_version: String::new(),
        note: String::new(),
        who: String::new(),
        issued: String::new(),
    };
    let stands = |item: &'static Item| {
        rows.iter().find(|row| row.item == item.key).map_or_else(
            || open(item),
            |row| Check {
                item,
                version: row.version,
                result: Completeness::from_key(&row.result),
                document_version: row.document_version.clone(),
                note: row.note.clone(),
                who: row.who.clone(),
                issued: String::new(),
            },
        )
    };
    let label = issued(tx, audit.id).await?;
    let with_label = |check: Check| Check {
        issued: if check.item.needs_version { label.clone() } else { String::new() },
        ..check
    };
    Ok(audit.standard.documented_information.iter().map(stands).map(with_label).collect())
}

/// What the client calls its newest issued statement of applicability; empty where it keeps none here.
async fn issued(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<String> {
    let body = tx.actor().body()?;
    let label = sqlx::query_scalar!(
        "select s.label from statement_versions s join audits a on a.body_id = s.body_id and a.engagement_id = s.engagement_id
         where a.body_id = $1 and a.id = $2 order by s.revision desc limit 1",
        body,
        audit_id
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(label.unwrap_or_default())
}
