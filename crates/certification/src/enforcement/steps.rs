//! Keeping what a rule refused, and letting pass what a rule only warns of, with a reason.

use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, Refusal, Result};
use crate::parse::LONG;
use crate::record::{Entry, File, Seen};
use crate::rulebook::Rule;
use uuid::Uuid;

/// What somebody tried, as the door saw it.
pub struct Attempted<'a> {
    pub refusal: &'a Refusal,
    /// Method and path.
    pub attempt: &'a str,
    /// The ids in the path, from which the file is found.
    pub ids: &'a [Uuid],
}

/// Keeps an attempt that a rule refused, whoever tried, in a transaction of its own: the attempt's was rolled back.
pub async fn keep_refusal(db: &Db, actor: &Actor, tried: Attempted<'_>) -> Result<()> {
    db.set_down(actor, async |tx| note_refusal(tx, tried).await).await
}

/// The row of an attempt that a rule refused.
pub(super) async fn note_refusal(tx: &mut Tx<'_>, tried: Attempted<'_>) -> Result<()> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    let file = file_of(tx, tried.ids).await?;
    let client = file.map(|file| file.client_id).or(tx.actor().client);
    sqlx::query!(
        "insert into refusals (body_id, client_id, engagement_id, id, rule, because, attempt, room, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        body,
        client,
        file.map(|file| file.engagement_id),
        id,
        tried.refusal.rule.id,
        tried.refusal.because,
        tried.attempt,
        tx.actor().room().word(),
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The file that one of these ids is, or is part of; none for an act on the body's own affairs.
async fn file_of(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Option<File>> {
    if tx.actor().room() == Room::Client {
        let own = crate::files::own(tx).await;
        return match own {
            Ok(file) => Ok(Some(file.file())),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        };
    }
    crate::files::behind(tx, ids).await
}

/// What a rule of the kind "warn" says when no reason was written: the act waits for one.
fn warn(rule: &'static Rule, warned: &str) -> Refusal {
    rule.refuse(warned, "If it must be so, write the reason; it goes on the record with your name.")
}

/// Lets an act pass that a rule warns of: only with a written reason, which goes on the record.
///
/// # Errors
/// Refused while the reason is blank, or longer than a long text may be.
pub async fn allow_with_reason(
    tx: &mut Tx<'_>,
    file: File,
    rule: &'static Rule,
    warned: &str,
    reason: &str,
) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONG {
        return Err(warn(rule, warned).into());
    }
    keep_override(tx, Some(file), rule, warned, reason).await?;
    let sentence = format!("Went on in spite of {}. {warned} The reason: {reason}", rule.id);
    tx.record(Entry::new(file, "warning_overridden", sentence, Seen::ByStaff));
    Ok(())
}

/// Keeps that a warning was overridden, where the act itself asked for the reason and puts it on the record; in
/// the body's own affairs there is no file. What is kept here is counted with the rule, and an assessor reads it.
pub(crate) async fn keep_override(
    tx: &mut Tx<'_>,
    file: Option<File>,
    rule: &'static Rule,
    warned: &str,
    reason: &str,
) -> Result<()> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into overrides (body_id, client_id, engagement_id, id, rule, warned, reason, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        body,
        file.map(|file| file.client_id),
        file.map(|file| file.engagement_id),
        id,
        rule.id,
        warned,
        reason,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
