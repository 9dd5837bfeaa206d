//! The daily mail with the log's newest checkpoint: whoever keeps it can show later that the log was cut or forked,
//! whoever runs the installation.

use super::{Sealed, houses, newest};
use crate::actor::Actor;
use crate::addressees;
use crate::cycle::in_words;
use crate::db::{Db, Tx};
use crate::error::Result;

/// Mails each body the checkpoint of its log, once on each of its days on which there is a newer one than was mailed;
/// answers to how many bodies. Two who do it at once tell each body once.
///
/// # Errors
/// The first failure, once all bodies were tried.
pub async fn tell(db: &Db, public_url: &str) -> Result<usize> {
    let (mut told, mut failed) = (0, None);
    for house in houses(db).await? {
        let address = format!("{public_url}/b/{}/log", house.slug);
        match of_body(db, &house.actor, &address).await {
            Ok(sent) => told += usize::from(sent),
            Err(cause) => failed = failed.or(Some(cause)),
        }
    }
    failed.map_or(Ok(told), Err)
}

pub(super) async fn of_body(db: &Db, house: &Actor, address: &str) -> Result<bool> {
    db.write(house, async |tx| {
        let body = tx.actor().body()?;
        let Some(sealed) = newest(tx, body).await? else { return Ok(false) };
        if !keep(tx, &sealed).await? {
            return Ok(false);
        }
        let (subject, text) = letter(tx, &sealed, address);
        let to = addressees::quality(tx).await?;
        addressees::write_to(tx, to, &subject, &text).await?;
        Ok(true)
    })
    .await
}

/// Sets down that this checkpoint goes out today; false where it went out before, or another did today.
async fn keep(tx: &mut Tx<'_>, sealed: &Sealed) -> Result<bool> {
    let (body, today, now) = (tx.actor().body()?, tx.today(), tx.now());
    let kept = sqlx::query!(
        "insert into log_mails (body_id, on_date, checkpoint_id, at) select $1, $2, $3, $4
         where not exists (select from log_mails m where m.body_id = $1 and m.checkpoint_id = $3) on conflict do nothing",
        body,
        today,
        sealed.id,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(kept.rows_affected() == 1)
}

fn letter(tx: &Tx<'_>, sealed: &Sealed, address: &str) -> (String, String) {
    let (on, size) = (in_words(tx.today()), sealed.size);
    let subject = format!("Please keep: the checkpoint of your log, {on}");
    let text = format!(
        "Please keep this mail, unchanged, where the people who run this installation have no hand in it.\n\n\
         Below is the checkpoint of your log: {size} entries of your records, and one number that stands for all of \
         them, signed. Whoever later changes an entry, leaves one out or puts one in between makes a log that does not \
         continue this one, and this mail proves it. It has digests in it and nothing of what your records say.\n\n\
         {}\n\
         How it is checked, and with which key: {address}",
        sealed.note
    );
    (subject, text)
}
