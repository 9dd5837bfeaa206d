//! The warnings that were overridden, over all files of the body and in its own affairs, each with its written reason.

use super::place::{Between, Place};
use crate::db::Tx;
use crate::error::Result;
use time::OffsetDateTime;
use uuid::Uuid;

/// A warning that somebody overrode.
#[derive(Debug, Clone)]
pub struct Overridden {
    pub id: Uuid,
    pub at: OffsetDateTime,
    /// None in the body's own affairs, where client and reference are empty.
    pub engagement_id: Option<Uuid>,
    pub client: String,
    pub reference: String,
    /// The rule's id.
    pub rule: String,
    pub warned: String,
    pub reason: String,
    pub who: String,
}

impl Overridden {
    pub fn place(&self) -> Place {
        Place { at: self.at, id: self.id }
    }
}

/// The warnings overridden on these days, of one rule or of all, newest first, after `before`; at most `limit`.
pub async fn overridden(
    tx: &mut Tx<'_>,
    rule: Option<&str>,
    days: Between,
    before: Option<Place>,
    limit: i64,
) -> Result<Vec<Overridden>> {
    let (body, (from, to)) = (tx.actor().body()?, days.moments(tx.actor().zone()));
    let (at, id) = before.map(|place| (place.at, place.id)).unzip();
    Ok(sqlx::query_as!(
        Overridden,
        r#"select o.id, o.at, o.engagement_id, coalesce(c.name, '') as "client!", coalesce(e.reference, '') as "reference!", o.rule, o.warned, o.reason, p.name as who
         from overrides o join people p on p.id = o.by_person
         left join engagements e on e.body_id = o.body_id and e.id = o.engagement_id
         left join clients c on c.body_id = o.body_id and c.client_id = o.client_id
         where o.body_id = $1 and ($2::text is null or o.rule = $2)
           and ($3::timestamptz is null or o.at >= $3) and ($4::timestamptz is null or o.at < $4)
           and ($5::timestamptz is null or (o.at, o.id) < ($5, $6::uuid))
         order by o.at desc, o.id desc limit $7"#,
        body,
        rule,
        from,
        to,
        at,
        id,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
