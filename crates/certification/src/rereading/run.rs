//! A run: in small steps, each a transaction that changes nothing; then one row, and a mail if anything is wrong.

use super::{Found, attestations, records, sealed};
use crate::actor::Actor;
use crate::addressees;
use crate::cycle::in_words;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::log::houses;
use time::{Date, OffsetDateTime};

/// A run as it was kept.
#[derive(Debug, Clone)]
pub struct Run {
    pub on_date: Date,
    pub began_at: OffsetDateTime,
    pub ended_at: OffsetDateTime,
    pub attestations: i64,
    pub records: i64,
    pub entries: i64,
    pub leaves: i64,
    /// What was wrong, one sentence each; the first hundred.
    pub wrong: Vec<String>,
    pub wrong_in_all: i64,
}

/// Reads everything of every body again, once on each of its days, and answers how many things were wrong.
///
/// # Errors
/// The first failure, once all bodies were tried. What is wrong is no failure.
pub async fn run(db: &Db, public_url: &str) -> Result<usize> {
    let (mut wrong, mut failed) = (0, None);
    for house in houses(db).await? {
        let office = format!("{public_url}/b/{}/office", house.slug);
        match of_body(db, &house.actor, &office).await {
            Ok(found) => wrong += found,
            Err(cause) => failed = failed.or(Some(cause)),
        }
    }
    failed.map_or(Ok(wrong), Err)
}

pub(super) async fn of_body(db: &Db, house: &Actor, office: &str) -> Result<usize> {
    let newest = db.read(house, async |tx| Ok((last(tx, 1).await?.pop(), tx.today()))).await?;
    let (newest, today) = newest;
    if newest.is_some_and(|run| run.on_date >= today) {
        return Ok(0);
    }
    let (began, mut found) = (db.clock().now(), Found::default());
    attestations::reread(db, house, &mut found).await?;
    records::reread(db, house, &mut found).await?;
    sealed::reread(db, house, &mut found).await?;
    db.write(house, async |tx| keep(tx, began, &found, office).await).await?;
    Ok(usize::try_from(found.in_all).unwrap_or_default())
}

/// Keeps the run, unless another was quicker, and tells of what is wrong.
async fn keep(tx: &mut Tx<'_>, began: OffsetDateTime, found: &Found, office: &str) -> Result<()> {
    let (body, id, today, now) = (tx.actor().body()?, tx.new_id(), tx.today(), tx.now());
    let kept = sqlx::query!(
        "insert into rereadings (body_id, id, on_date, began_at, ended_at, attestations, records, entries, leaves, wrong, wrong_in_all)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (body_id, on_date) do nothing",
        body,
        id,
        today,
        began,
        now,
        found.attestations,
        found.records,
        found.entries,
        found.leaves,
        &found.wrong,
        found.in_all
    )
    .execute(tx.sql())
    .await?;
    if kept.rows_affected() == 0 || found.in_all == 0 {
        return Ok(());
    }
    let to = addressees::quality(tx).await?;
    let (subject, text) = letter(found, today, office);
    addressees::write_to(tx, to, &subject, &text).await
}

fn letter(found: &Found, today: Date, office: &str) -> (String, String) {
    let on = in_words(today);
    let subject =
        format!("Not as it was: {} found when everything was read again, {on}", found.in_all);
    let rest = found.in_all - found.wrong.len() as i64;
    let more = if rest > 0 { format!("\n… and {rest} more.") } else { String::new() };
    let text = format!(
        "On {on} everything issued and everything sealed was read again: {} attestations, {} records with {} entries, \
         {} entries of the log. This is not as it was set down:\n\n- {}{more}\n\n\
         Somebody, or a failing disk, changed it behind the product’s back. Rely on none of it until it is cleared \
         up; do not repair anything; keep this mail, and compare with the last backup and with the checkpoints that \
         you were mailed.\n\nAll runs: {office}/settings/rereading",
        found.attestations,
        found.records,
        found.entries,
        found.leaves,
        found.wrong.join("\n- ")
    );
    (subject, text)
}

/// The acting body's newest runs, the newest first.
pub async fn last(tx: &mut Tx<'_>, how_many: i64) -> Result<Vec<Run>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Run,
        "select on_date, began_at, ended_at, attestations, records, entries, leaves, wrong, wrong_in_all
         from rereadings where body_id = $1 order by on_date desc limit $2",
        body,
        how_many
    )
    .fetch_all(tx.sql())
    .await?)
}
