//! How often each rule bit, and what was tried and overridden on one file.

use crate::db::Tx;
use crate::error::Result;
use std::collections::HashMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// How often a rule refused, and was overridden with a reason, in a stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bite {
    pub refused: i64,
    pub overridden: i64,
}

/// How often each rule bit since then, by the rule's id; rules that did not bite are not in it.
pub async fn bites_since(tx: &mut Tx<'_>, since: OffsetDateTime) -> Result<HashMap<String, Bite>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select rule as "rule!", count(*) filter (where refused) as "refused!", count(*) filter (where not refused) as "overridden!"
           from (select rule, true as refused from refusals where body_id = $1 and at >= $2
                 union all select rule, false from overrides where body_id = $1 and at >= $2) b group by rule"#,
        body,
        since
    )
    .fetch_all(tx.sql())
    .await?;
    let bite = |refused, overridden| Bite { refused, overridden };
    Ok(rows.into_iter().map(|row| (row.rule, bite(row.refused, row.overridden))).collect())
}

/// An attempt that a rule refused.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub rule: String,
    pub because: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// The newest attempts on one file that a rule refused, at most `limit`. For the office.
pub async fn attempts_on(tx: &mut Tx<'_>, engagement_id: Uuid, limit: i64) -> Result<Vec<Attempt>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Attempt,
        "select r.rule, r.because, p.name as who, r.at from refusals r join people p on p.id = r.by_person
         where r.body_id = $1 and r.engagement_id = $2 order by r.id desc limit $3",
        body,
        engagement_id,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// A warning that somebody overrode.
#[derive(Debug, Clone)]
pub struct Overridden {
    pub rule: String,
    pub warned: String,
    pub reason: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// The newest warnings overridden on one file, at most `limit`. For staff.
pub async fn overrides_of(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    limit: i64,
) -> Result<Vec<Overridden>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Overridden,
        "select o.rule, o.warned, o.reason, p.name as who, o.at from overrides o join people p on p.id = o.by_person
         where o.body_id = $1 and o.engagement_id = $2 order by o.id desc limit $3",
        body,
        engagement_id,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
