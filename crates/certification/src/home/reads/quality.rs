//! What waits for whoever manages quality, over the whole body.

use crate::db::Tx;
use crate::error::Result;
use time::Date;

/// What waits for whoever manages quality.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quality {
    /// Risks to impartiality whose review has passed (IMP-6).
    pub stale_risks: i64,
    /// Complaints and appeals to be acknowledged, or their outcome to be told (CAP-1).
    pub complaints: i64,
    /// Whether this month's export is owed and not made yet (EXT-1).
    pub export_owed: bool,
}

/// What waits, in one statement.
pub async fn for_quality(tx: &mut Tx<'_>) -> Result<Quality> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let month: Date = today.replace_day(1).unwrap_or(today);
    Ok(sqlx::query_as!(
        Quality,
        r#"select
             (select count(*) from impartiality_risks r where r.body_id = b.id and r.state = 'open' and r.next_review < $2) as "stale_risks!",
             (select count(*) from complaints c where c.body_id = b.id and c.state in ('lodged', 'decided')) as "complaints!",
             b.owes_export and exists (select from certificates t where t.body_id = b.id)
               and not exists (select from register_exports x where x.body_id = b.id and x.month = $3) as "export_owed!"
           from bodies b where b.id = $1"#,
        body,
        today,
        month
    )
    .fetch_one(tx.sql())
    .await?)
}
