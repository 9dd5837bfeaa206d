//! Keeping each page that an assessor opens; and of each day on which a file was looked at, one entry on its record.

use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::files;
use crate::record::{Entry, File, Seen};
use uuid::Uuid;

/// Keeps that an assessor opened a page; `ids` are those in its address, from which the file is found. In a
/// transaction of its own, because the page's is read only.
pub async fn looked(db: &Db, actor: &Actor, page: &str, ids: &[Uuid]) -> Result<()> {
    let keep = async |tx: &mut Tx<'_>| {
        let file = files::behind(tx, ids).await?;
        keep(tx, file, page).await?;
        match file {
            Some(file) => on_the_record(tx, file).await,
            None => Ok(()),
        }
    };
    db.set_down(actor, keep).await
}

async fn keep(tx: &mut Tx<'_>, file: Option<File>, page: &str) -> Result<()> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into looks (body_id, client_id, engagement_id, id, person_id, page, at) values ($1, $2, $3, $4, $5, $6, $7)",
        body,
        file.map(|file| file.client_id),
        file.map(|file| file.engagement_id),
        id,
        person,
        page,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The first look of a day at a file stands on its record; the others are in the log only, so that the record is
/// not flooded.
async fn on_the_record(tx: &mut Tx<'_>, file: File) -> Result<()> {
    let (body, person, today) = (tx.actor().body()?, tx.actor().person()?, tx.today());
    let first = sqlx::query!(
        "insert into looked_days (body_id, client_id, engagement_id, person_id, day) values ($1, $2, $3, $4, $5) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        person,
        today
    )
    .execute(tx.sql())
    .await?;
    if first.rows_affected() == 0 {
        return Ok(());
    }
    let sent_by = sqlx::query_scalar!(
        "select sent_by from memberships where body_id = $1 and person_id = $2 and function = 'assessor' order by id desc limit 1",
        body,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    let sentence = format!("looked at this file as an assessor of {sent_by}");
    tx.record(Entry::new(file, "assessor_looked", sentence, Seen::ByStaff));
    Ok(())
}
