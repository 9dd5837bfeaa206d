//! Answering a change: one of four answers with its reason, told to the client (APP-6).

use super::{Answered, Change, State, Step, reads};
use crate::actor::SchemeManager;
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// An answer as it is typed.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Answer {
    pub version: String,
    pub answer: String,
    pub reason: String,
}

/// Answers a change with anything but a change of scope, which is made with the scope itself
/// (`scope::revise`). The same answer sent twice has one effect.
pub async fn answer(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    change_id: Uuid,
    typed: Answer,
) -> Result<()> {
    let change = reads::of(tx, change_id).await?;
    let mut reading = Reading::default();
    let answered =
        reading.choice("answer", &typed.answer, "what follows from it", Answered::from_key);
    let reason = reading.required("reason", &typed.reason, "the reason, for the client", LONG);
    reading.done()?;
    let answered = answered.ok_or_else(|| Error::Fault("an answer was read as none".into()))?;
    if change.answer == Some(answered) && change.reason == reason {
        return Ok(());
    }
    change.state.after(Step::Answer)?;
    if answered == Answered::ScopeChange {
        return Err(rulebook::APP_6
            .refuse(
                "A change of scope says what the scope now is.",
                "Answer it on the page \"Change the scope\", where the new scope is written down.",
            )
            .into());
    }
    close(tx, &change, &typed.version, answered, &reason).await?;
    tell_client(tx, &change, answered, &reason).await
}

/// The guarded update, and the act on the record; for whoever answers with a new scope as well.
pub(crate) async fn close(
    tx: &mut Tx<'_>,
    change: &Change,
    version: &str,
    answered: Answered,
    reason: &str,
) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let moved = sqlx::query!(
        "update changes set version = version + 1, state = $4, answer = $5, reason = $6, answered_by = $7, answered_at = $8
         where body_id = $1 and id = $2 and version = $3 and version::text = $9",
        body,
        change.id,
        change.version,
        State::Answered.key(),
        answered.key(),
        reason,
        person,
        now,
        version
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() != 1 {
        return Err(Error::Stale(
            "Somebody has answered this change meanwhile: open it again.".into(),
        ));
    }
    let sentence = format!(
        "Answered the change \"{}\": {}.",
        change.kind.title(),
        answered.title().to_lowercase()
    );
    tx.record(Entry::new(change.file, "change_answered", sentence, Seen::ByClientToo).touching(
        "change",
        change.id,
        &Sha256::digest(reason),
    ));
    Ok(())
}

pub(crate) async fn tell_client(
    tx: &mut Tx<'_>,
    change: &Change,
    answered: Answered,
    reason: &str,
) -> Result<()> {
    let file = files::of(tx, change.file.engagement_id).await?;
    let to = addressees::client(tx, change.file.client_id).await?;
    let subject = format!("{}: the answer to the change that you reported", file.reference);
    let text = format!(
        "About the change that you reported, \"{}\": {}. {}\n\n{reason}\n\nYou find it under Changes in your portal.",
        change.kind.title_under(file.standard),
        answered.title().to_lowercase(),
        answered.meaning()
    );
    addressees::write_to(tx, to, &subject, &text).await
}
