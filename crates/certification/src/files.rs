//! Finding a file: which engagement of which client a page or an act is about.

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::File;
use crate::standards::Scheme;
use uuid::Uuid;

/// What every page about an engagement shows of it.
#[derive(Debug, Clone)]
pub struct Brief {
    pub engagement_id: Uuid,
    pub client_id: Uuid,
    pub client_name: String,
    /// What people say on the telephone, e.g. "TA-0007".
    pub reference: String,
    /// The standard with its edition.
    pub standard: Scheme,
}

impl Brief {
    pub fn file(&self) -> File {
        File { client_id: self.client_id, engagement_id: self.engagement_id }
    }
}

/// The file of this engagement, as seen from the actor's room; `NotFound` if it is not for it to see.
pub async fn of(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Brief> {
    let body = tx.actor().body()?;
    sqlx::query_as!(
        Brief,
        r#"select e.id as engagement_id, e.client_id, c.name as client_name, e.reference, e.standard as "standard: Scheme"
         from engagements e join clients c on c.body_id = e.body_id and c.client_id = e.client_id
         where e.body_id = $1 and e.id = $2"#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The acting client's file at hand, in the client's room: the one it chose, or else its newest.
pub async fn own(tx: &mut Tx<'_>) -> Result<Brief> {
    let (body, client, at_hand) =
        (tx.actor().body()?, tx.actor().client()?, tx.actor().file_at_hand());
    sqlx::query_as!(
        Brief,
        r#"select e.id as engagement_id, e.client_id, c.name as client_name, e.reference, e.standard as "standard: Scheme"
         from engagements e join clients c on c.body_id = e.body_id and c.client_id = e.client_id
         where e.body_id = $1 and e.client_id = $2 order by (e.id = $3) is true desc, e.id desc limit 1"#,
        body,
        client,
        at_hand
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The file that one of these ids is, or is part of, as seen from a room of the staff; none for the body's own affairs.
pub(crate) async fn behind(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Option<File>> {
    let body = tx.actor().body()?;
    let found = sqlx::query!(
        r#"select client_id as "client_id!", engagement_id as "engagement_id!" from (
             select client_id, id as engagement_id from engagements where body_id = $1 and id = any($2)
             union all select client_id, engagement_id from audits where body_id = $1 and id = any($2)
             union all select client_id, engagement_id from findings where body_id = $1 and id = any($2)
             union all select client_id, engagement_id from cases where body_id = $1 and id = any($2)
             union all select client_id, engagement_id from evidence where body_id = $1 and id = any($2)) f limit 1"#,
        body,
        ids
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(found.map(|row| File { client_id: row.client_id, engagement_id: row.engagement_id }))
}

/// All files of the acting client, newest first: one for each application that it has made.
pub async fn all_own(tx: &mut Tx<'_>) -> Result<Vec<Brief>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    Ok(sqlx::query_as!(
        Brief,
        r#"select e.id as engagement_id, e.client_id, c.name as client_name, e.reference, e.standard as "standard: Scheme"
         from engagements e join clients c on c.body_id = e.body_id and c.client_id = e.client_id
         where e.body_id = $1 and e.client_id = $2 order by e.id desc limit 50"#,
        body,
        client
    )
    .fetch_all(tx.sql())
    .await?)
}

/// This file, and the other files of its client, newest first; for a room of the staff.
pub async fn with_beside(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<(Brief, Vec<Brief>)> {
    let body = tx.actor().body()?;
    let mut files = sqlx::query_as!(
        Brief,
        r#"select e.id as engagement_id, e.client_id, c.name as client_name, e.reference, e.standard as "standard: Scheme"
         from engagements o join engagements e on e.body_id = o.body_id and e.client_id = o.client_id
         join clients c on c.body_id = e.body_id and c.client_id = e.client_id
         where o.body_id = $1 and o.id = $2 order by (e.id = $2) desc, e.id desc limit 50"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter();
    let file = files.next().ok_or(Error::NotFound)?;
    Ok((file, files.collect()))
}

/// Two acts on one file that must see each other wait for each other here: offers, appointments to a team and to
/// the panel, consents. The first thing that such an act locks.
pub(crate) async fn take_turns(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "select id from engagements where body_id = $1 and id = $2 for update",
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(())
}
