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
    /// When everything was last read again, and how much of it was not as it was; none before the first night.
    pub reread_on: Option<Date>,
    pub reread_wrong: Option<i64>,
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
               and not exists (select from register_exports x where x.body_id = b.id and x.month = $3) as "export_owed!",
             n.on_date as "reread_on?", n.wrong_in_all as "reread_wrong?"
           from bodies b left join lateral (select r.on_date, r.wrong_in_all from rereadings r where r.body_id = b.id
             order by r.on_date desc limit 1) n on true
           where b.id = $1"#,
        body,
        today,
        month
    )
    .fetch_one(tx.sql())
    .await?)
}
