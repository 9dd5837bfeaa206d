//! The statements behind the homes, one per portal. Each list is bounded: a home shows what comes first, its
//! pages the rest.

mod audit;
mod client;
mod office;
mod panel;
mod quality;

pub use audit::for_audit;
pub use client::for_client;
pub use office::{for_office, of_file};
pub use panel::for_panel;
pub use quality::{Quality, for_quality};

use super::{Done, Item, Matter};
use crate::db::Tx;
use crate::error::{Error, Result};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

struct Row {
    matter: String,
    needs: bool,
    engagement_id: Uuid,
    subject_id: Uuid,
    client: String,
    detail: String,
    since: OffsetDateTime,
    due: Option<Date>,
}

fn items(rows: Vec<Row>) -> Result<Vec<Item>> {
    let item = |row: Row| {
        let matter = Matter::from_key(&row.matter)
            .ok_or_else(|| Error::Fault(format!("no such matter: {}", row.matter)))?;
        let Row { needs, engagement_id, subject_id, client, detail, since, due, .. } = row;
        Ok(Item { matter, needs, engagement_id, subject_id, client, detail, since, due })
    };
    rows.into_iter().map(item).collect()
}

/// The newest acts of the last seven days: in the office all of the body's, in the client's room what the
/// client may read, elsewhere one's own.
pub async fn recently(tx: &mut Tx<'_>) -> Result<Vec<Done>> {
    let (body, person, since) =
        (tx.actor().body()?, tx.actor().person()?, tx.now() - Duration::days(7));
    let own_only = !matches!(tx.actor().room(), crate::Room::Office | crate::Room::Client);
    Ok(sqlx::query_as!(
        Done,
        r#"select r.engagement_id, f.client as "client!", r.sentence, coalesce(p.name, 'Assay, by itself') as "who!", r.at
         from record_entries r left join people p on p.id = r.person_id
         join named_files f on f.body_id = r.body_id and f.engagement_id = r.engagement_id
         where r.body_id = $1 and r.at > $2 and (not $3 or r.person_id = $4) and r.act not in ('application_begun', 'assessor_looked')
         order by r.at desc limit 8"#,
        body,
        since,
        own_only,
        person
    )
    .fetch_all(tx.sql())
    .await?)
}
