//! What screens ask about files, and the way a file leaves again.

use super::receive::{lasting, lost};
use super::{About, Store};
use crate::Room;
use crate::db::Tx;
use crate::error::{Error, Result};
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::ObjectStoreExt;
use time::OffsetDateTime;
use uuid::Uuid;

/// A file as lists show it.
#[derive(Debug, Clone)]
pub struct Given {
    pub id: Uuid,
    pub about_id: Uuid,
    pub name: String,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub uploaded_at: OffsetDateTime,
    pub who: String,
}

impl Given {
    /// "84 kB", for the line below its name.
    pub fn size(&self) -> String {
        size(self.bytes)
    }

    pub fn digest(&self) -> String {
        hex::encode(&self.sha256)
    }
}

/// Bytes as people say them.
pub fn size(bytes: i64) -> String {
    match bytes {
        n if n < 1000 => format!("{n} bytes"),
        n if n < 1_000_000 => format!("{} kB", (n + 500) / 1000),
        n => format!("{}.{} MB", n / 1_000_000, n % 1_000_000 / 100_000),
    }
}

/// Where a file lies, as its row says.
pub(crate) struct Stored {
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub sha256: Vec<u8>,
}

impl Stored {
    /// Takes the file out of the store, for whoever was found to be allowed to.
    pub(crate) async fn take_out(self, store: &Store, body: Uuid) -> Result<Opened> {
        let Stored { name, media_type, bytes, sha256 } = self;
        let lies = store.objects.get(&lasting(body, &sha256)).await.map_err(lost)?;
        let stream = lies.into_stream().map(|chunk| chunk.map_err(std::io::Error::other)).boxed();
        Ok(Opened { name, media_type, bytes, stream })
    }
}

/// A file on its way out.
pub struct Opened {
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub stream: BoxStream<'static, std::io::Result<Bytes>>,
}

/// Opens a file for whoever may read it: the office; the client its own; the audit room the files of
/// engagements on whose team the person is; the panel those of a case where the person has a seat and has
/// declared no conflict, before which the record stays shut (IMP-5).
pub async fn open(tx: &mut Tx<'_>, store: &Store, id: Uuid) -> Result<Opened> {
    let (body, person, room) = (tx.actor().body()?, tx.actor().person()?, tx.actor().room());
    let found = match room {
        Room::Panel => of_the_panels_case(tx, body, person, id).await?,
        Room::Office | Room::Audit | Room::Client => {
            of_the_room(tx, body, person, id, room == Room::Audit).await?
        }
        Room::Public | Room::Door | Room::Worker => return Err(Error::NotFound),
    };
    found.take_out(store, body).await
}

async fn of_the_room(
    tx: &mut Tx<'_>,
    body: Uuid,
    person: Uuid,
    id: Uuid,
    team_only: bool,
) -> Result<Stored> {
    sqlx::query_as!(
        Stored,
        "select v.name, v.media_type, v.bytes, v.sha256 from evidence v
         where v.body_id = $1 and v.id = $2 and (not $4 or exists (select from team_members t
           where t.body_id = $1 and t.engagement_id = v.engagement_id and t.person_id = $3 and t.released_at is null))",
        body,
        id,
        person,
        team_only
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

async fn of_the_panels_case(tx: &mut Tx<'_>, body: Uuid, person: Uuid, id: Uuid) -> Result<Stored> {
    sqlx::query_as!(
        Stored,
        "select v.name, v.media_type, v.bytes, v.sha256 from evidence v
         where v.body_id = $1 and v.id = $2 and exists (select from panel_seats s
           where s.body_id = $1 and s.engagement_id = v.engagement_id and s.person_id = $3 and s.released_at is null)
         and (select not d.conflict from declarations d where d.body_id = $1 and d.engagement_id = v.engagement_id
           and d.person_id = $3 and d.capacity = 'panel' order by d.id desc limit 1)
         and not exists (select from team_members t where t.body_id = $1 and t.engagement_id = v.engagement_id and t.person_id = $3)",
        body,
        id,
        person
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The files given for things of one kind in an engagement, oldest first; `about_ids` narrows them to these
/// things.
pub async fn about(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    about: About,
    about_ids: &[Uuid],
) -> Result<Vec<Given>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Given,
        "select v.id, v.about_id, v.name, v.bytes, v.sha256, v.uploaded_at, p.name as who
         from evidence v join people p on p.id = v.uploaded_by
         where v.body_id = $1 and v.engagement_id = $2 and v.about_kind = $3 and v.about_id = any($4)
         order by v.id",
        body,
        engagement_id,
        about.key(),
        about_ids
    )
    .fetch_all(tx.sql())
    .await?)
}
