//! A received file becomes part of an act, once, within the room that a client's files may take.

use super::About;
use super::receive::{Received, at_file};
use crate::db::Tx;
use crate::error::Result;
use crate::record::{Entry, File, Seen};
use uuid::Uuid;

/// The most that all files of one client may take together.
const LARGEST_CLIENT: i64 = 2 * 1024 * 1024 * 1024;

/// Makes a received file part of this transaction's act: its bytes get their lasting name, and the row says
/// what it is given for. The same bytes given again for the same thing are one file.
pub async fn keep(
    tx: &mut Tx<'_>,
    mut received: Received,
    file: File,
    about: About,
    about_id: Uuid,
) -> Result<Uuid> {
    if let Some(same) = same(tx, &received, file, about, about_id).await? {
        return Ok(same);
    }
    received.settle(tx.actor().body()?).await?;
    insert(tx, &received, file, about, about_id).await
}

/// The same bytes, if they were given for the same thing before; refuses where the client's room is full.
async fn same(
    tx: &mut Tx<'_>,
    received: &Received,
    file: File,
    about: About,
    about_id: Uuid,
) -> Result<Option<Uuid>> {
    let body = tx.actor().body()?;
    let turn = about_id.as_u128() as i64;
    sqlx::query!("select pg_advisory_xact_lock($1)", turn).execute(tx.sql()).await?;
    let room = sqlx::query!(
        r#"select (select coalesce(sum(bytes), 0)::bigint from evidence where body_id = $1 and client_id = $2) as "taken!",
             (select id from evidence where body_id = $1 and about_kind = $3 and about_id = $4 and sha256 = $5 limit 1) as same"#,
        body,
        file.client_id,
        about.key(),
        about_id,
        received.sha256
    )
    .fetch_one(tx.sql())
    .await?;
    if room.same.is_none() && room.taken + received.bytes > LARGEST_CLIENT {
        return Err(at_file("The files of this client would take more than 2 GB together. Ask the certification body".into()));
    }
    Ok(room.same)
}

async fn insert(
    tx: &mut Tx<'_>,
    received: &Received,
    file: File,
    about: About,
    about_id: Uuid,
) -> Result<Uuid> {
    let (body, person, id, now) = (tx.actor().body()?, tx.actor().person()?, tx.new_id(), tx.now());
    sqlx::query!(
        "insert into evidence (body_id, client_id, engagement_id, id, sha256, bytes, media_type, name, about_kind, about_id, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        received.sha256,
        received.bytes,
        received.media_type,
        received.name,
        about.key(),
        about_id,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    let seen = if about.is_clients_too() { Seen::ByClientToo } else { Seen::ByStaff };
    tx.record(
        Entry::new(file, "evidence_given", format!("gave the file “{}”", received.name), seen)
            .touching("evidence", id, &received.sha256),
    );
    Ok(id)
}
