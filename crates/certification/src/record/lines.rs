//! Entries as a timeline shows them.

use crate::db::Tx;
use crate::error::Result;
use crate::rulebook::{self, Rule};
use time::OffsetDateTime;
use uuid::Uuid;

/// An entry as the timeline shows it.
#[derive(Debug, Clone)]
pub struct Line {
    pub seq: i64,
    pub at: OffsetDateTime,
    pub who: String,
    pub room: String,
    pub act: String,
    pub sentence: String,
    pub digest: Vec<u8>,
}

impl Line {
    /// The rules under which the act stands; of a warning overridden the rule that warned.
    pub fn rules(&self) -> Vec<&'static Rule> {
        let named = self.sentence.strip_prefix("Went on in spite of ");
        let named = named.filter(|_| self.act == "warning_overridden");
        let warned = named.and_then(|rest| rest.split('.').next()).and_then(rulebook::by_id);
        rulebook::satisfied(&self.act).iter().copied().chain(warned).collect()
    }

    /// The first 16 digits of the entry's digest: enough to compare by eye.
    pub fn short_digest(&self) -> String {
        hex::encode(self.digest.get(..8).unwrap_or_default())
    }
}

/// The newest entries of a record before `before` (a sequence number; `i64::MAX` for the newest), at most
/// `limit`. In the client's room only what the client may read comes back.
pub async fn lines(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    before: i64,
    limit: i64,
) -> Result<Vec<Line>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Line,
        r#"select e.seq, e.at, coalesce(p.name, 'Assay, by itself') as "who!", e.room, e.act, e.sentence, e.digest
         from record_entries e left join people p on p.id = e.person_id
         where e.body_id = $1 and e.engagement_id = $2 and e.seq < $3
         order by e.seq desc limit $4"#,
        body,
        engagement_id,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
