//! The list of files with the day until which each is kept, and why none of it may go yet.

use crate::db::Tx;
use crate::error::Result;
use time::Date;
use uuid::Uuid;

/// A file, and until when it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    pub engagement_id: Uuid,
    pub client: String,
    pub reference: String,
    /// The last day of keeping, before any hold.
    pub until: Date,
    pub certified: bool,
    /// Why it is held longer, for each hold that stands.
    pub holds: Vec<String>,
    /// Whether a case or an audit of it is under way.
    pub under_way: bool,
}

impl Kept {
    /// Whether it would go on this day.
    pub fn would_go(&self, today: &Date) -> bool {
        self.until < *today && self.holds.is_empty() && !self.under_way
    }

    /// Why it does not go yet, a sentence each; none when it would go.
    pub fn why_not(&self, today: &Date) -> Vec<String> {
        let mut why: Vec<String> =
            self.holds.iter().map(|hold| format!("Legal hold: {hold}")).collect();
        if self.under_way {
            why.push("A case or an audit is under way.".to_owned());
        }
        if self.until >= *today {
            why.push(match self.certified {
                true => "Kept for the current cycle and one full cycle more.".to_owned(),
                false => "Never certified: kept for two cycles after the last act.".to_owned(),
            });
        }
        why
    }
}

/// The body's files after the place `after`, in the order in which they were opened; at most `limit`. With
/// `only_going`, only what would go today: the dry run.
pub async fn kept(
    tx: &mut Tx<'_>,
    only_going: bool,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Kept>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query_as!(
        Kept,
        r#"select k.engagement_id as "engagement_id!", k.client as "client!", k.reference as "reference!", k.until as "until!",
             k.certified as "certified!", k.holds as "holds!", k.under_way as "under_way!"
           from (
             select e.id as engagement_id, c.name as client, e.reference, kept_until(e.body_id, e.id) as until,
               exists (select from certificates t where t.body_id = e.body_id and t.engagement_id = e.id) as certified,
               (select coalesce(array_agg(h.reason order by h.id), '{}') from legal_holds h
                where h.body_id = e.body_id and h.engagement_id = e.id and h.lifted_at is null) as holds,
               exists (select from cases s where s.body_id = e.body_id and s.engagement_id = e.id and s.state = 'open')
                 or exists (select from audits a where a.body_id = e.body_id and a.engagement_id = e.id and a.opened_at is not null and a.reported_at is null)
                 as under_way
             from engagements e join clients c on c.body_id = e.body_id and c.client_id = e.client_id
             where e.body_id = $1 and ($2::uuid is null or e.id > $2)) k
           where not $3 or k.until < $4 and k.holds = '{}' and not k.under_way
           order by k.engagement_id limit $5"#,
        body,
        after,
        only_going,
        today,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
