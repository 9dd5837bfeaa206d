//! Internal notes, which the client's room can never read.

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// A note as it is typed. `id` comes from the form, so that a form sent twice writes one note.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub id: String,
    pub text: String,
}

#[derive(Debug, Clone)]
pub struct Note {
    pub text: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// Writes a note into a file. Staff only: the client's room has no right on the table.
pub async fn write(tx: &mut Tx<'_>, file: File, typed: Typed) -> Result<()> {
    let mut reading = Reading::default();
    let text = reading.required("text", &typed.text, "the note", LONG);
    reading.done()?;
    let id = typed.id.parse::<Uuid>().map_err(|_| Error::NotFound)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let written = sqlx::query!(
        "insert into notes (body_id, client_id, engagement_id, id, text, by_person, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        text,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if written.rows_affected() == 1 {
        let entry =
            Entry::new(file, "note_written", "An internal note was written.", Seen::ByStaff);
        tx.record(entry.touching("note", id, &Sha256::digest(text.as_bytes())));
    }
    Ok(())
}

/// The newest notes of a file, at most 30.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Note>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Note,
        "select n.text, p.name as who, n.at from notes n join people p on p.id = n.by_person
         where n.body_id = $1 and n.engagement_id = $2 order by n.id desc limit 30",
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?)
}
