//! What screens ask about reported changes.

use super::{Answered, Kind, State};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::File;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A reported change, and its answer once there is one.
#[derive(Debug, Clone)]
pub struct Change {
    pub id: Uuid,
    pub file: File,
    pub version: i32,
    pub state: State,
    pub kind: Kind,
    pub what: String,
    pub since: Date,
    /// Evidence elsewhere, an https address; may be empty.
    pub link: String,
    pub reported_by: String,
    pub reported_at: OffsetDateTime,
    pub answer: Option<Answered>,
    pub reason: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<OffsetDateTime>,
}

struct Row {
    id: Uuid,
    client_id: Uuid,
    engagement_id: Uuid,
    version: i32,
    state: String,
    kind: String,
    what: String,
    since: Date,
    link: String,
    reported_by: String,
    reported_at: OffsetDateTime,
    answer: Option<String>,
    reason: String,
    answered_by: Option<String>,
    answered_at: Option<OffsetDateTime>,
}

impl TryFrom<Row> for Change {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let kind = Kind::from_key(&row.kind);
        Ok(Change {
            id: row.id,
            file: File { client_id: row.client_id, engagement_id: row.engagement_id },
            version: row.version,
            state: State::kept(&row.state)?,
            kind: kind.ok_or_else(|| Error::Fault("a change of no known kind".into()))?,
            what: row.what,
            since: row.since,
            link: row.link,
            reported_by: row.reported_by,
            reported_at: row.reported_at,
            answer: row.answer.as_deref().and_then(Answered::from_key),
            reason: row.reason,
            answered_by: row.answered_by,
            answered_at: row.answered_at,
        })
    }
}

/// One change, as the acting room may see it.
pub async fn of(tx: &mut Tx<'_>, id: Uuid) -> Result<Change> {
    rows(tx, None, Some(id), None, 1).await?.pop().ok_or(Error::NotFound)
}

/// The changes of one file, newest first, older than `before`.
pub async fn of_file(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Change>> {
    rows(tx, Some(engagement_id), None, before, limit).await
}

/// The acting client's changes, newest first, older than `before`.
pub async fn own(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<Change>> {
    tx.actor().client()?;
    rows(tx, None, None, before, limit).await
}

async fn rows(
    tx: &mut Tx<'_>,
    file: Option<Uuid>,
    id: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Change>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client);
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.client_id, c.engagement_id, c.version, c.state, c.kind, c.what, c.since, c.link,
             r.name as reported_by, c.reported_at, c.answer, c.reason, a.name as "answered_by?", c.answered_at
           from changes c join people r on r.id = c.reported_by left join people a on a.id = c.answered_by
           where c.body_id = $1 and ($2::uuid is null or c.engagement_id = $2) and ($3::uuid is null or c.id = $3)
             and ($4::uuid is null or c.id < $4) and ($5::uuid is null or c.client_id = $5)
           order by c.id desc limit $6"#,
        body,
        file,
        id,
        before,
        client,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter().map(Change::try_from).collect()
}
