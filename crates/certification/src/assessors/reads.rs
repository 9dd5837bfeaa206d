//! Who has access as an assessor until when, and what was looked at.

use crate::db::Tx;
use crate::error::Result;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// How an access stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    Ended,
    Expired,
}

/// An assessor's access.
#[derive(Debug, Clone)]
pub struct Access {
    pub id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub email: String,
    /// Whether the invitation was answered.
    pub confirmed: bool,
    pub sent_by: String,
    pub since: OffsetDateTime,
    pub last_day: Date,
    pub until: Option<OffsetDateTime>,
    pub given_by: Option<String>,
    pub ended_by: Option<String>,
}

impl Access {
    pub fn standing(&self, today: Date) -> Standing {
        match &self.ended_by {
            Some(_) => Standing::Ended,
            None if self.last_day < today => Standing::Expired,
            None => Standing::Open,
        }
    }
}

/// The newest accesses of assessors, older than `before`; at most `limit`.
pub async fn accesses(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<Access>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Access,
        r#"select m.id, m.person_id, p.name, p.email, p.email_confirmed_at is not null as "confirmed!", m.sent_by, m.since,
             m.last_day as "last_day!", m.until, g.name as "given_by?", e.name as "ended_by?"
           from memberships m join people p on p.id = m.person_id
           left join people g on g.id = m.given_by left join people e on e.id = m.ended_by
           where m.body_id = $1 and m.function = 'assessor' and ($2::uuid is null or m.id < $2)
           order by m.id desc limit $3"#,
        body,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// A page that an assessor opened.
#[derive(Debug, Clone)]
pub struct Look {
    pub id: Uuid,
    pub at: OffsetDateTime,
    pub person_id: Uuid,
    pub who: String,
    /// The file that the page belongs to; none for the body's own.
    pub engagement_id: Option<Uuid>,
    pub client: Option<String>,
    pub reference: Option<String>,
    /// The address.
    pub page: String,
}

/// The newest looks, older than `before`, of one person or of everybody; at most `limit`.
pub async fn looks(
    tx: &mut Tx<'_>,
    person: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Look>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Look,
        r#"select l.id, l.at, l.person_id, p.name as who, l.engagement_id, c.name as "client?", e.reference as "reference?", l.page
           from looks l join people p on p.id = l.person_id
           left join engagements e on e.body_id = l.body_id and e.id = l.engagement_id
           left join clients c on c.body_id = l.body_id and c.client_id = l.client_id
           where l.body_id = $1 and ($2::uuid is null or l.person_id = $2) and ($3::uuid is null or l.id < $3)
           order by l.id desc limit $4"#,
        body,
        person,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Whether a person assesses the body today.
pub(crate) async fn assesses(tx: &mut Tx<'_>, person: Uuid) -> Result<bool> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query_scalar!(
        r#"select exists (select from memberships where body_id = $1 and person_id = $2 and function = 'assessor' and until is null
             and last_day >= $3) as "assesses!""#,
        body,
        person,
        today
    )
    .fetch_one(tx.sql())
    .await?)
}
