//! The appointed person decides, once and with reasons; the quality manager tells the outcome (CAP-1).

use super::handling::{lodger, move_on, no_earlier_part, note_on_file, one};
use super::mails::write;
use super::reads::{Complaint, complaint};
use super::{OUTCOMES, Step, outcome_title};
use crate::Room;
use crate::actor::QualityManager;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::people::Links;
use crate::rulebook;
use uuid::Uuid;

/// A decision as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Decision {
    pub version: String,
    pub outcome: String,
    pub reasons: String,
}

/// The end of the matter, as the page showed it.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Telling {
    pub version: String,
}

/// Decides it. Only the person appointed, and only without an earlier part in the matter, even if it came
/// about after the appointment.
pub async fn decide(tx: &mut Tx<'_>, id: Uuid, form: Decision) -> Result<()> {
    if tx.actor().room() != Room::Office {
        return Err(Error::NotFound);
    }
    let matter = complaint(tx, id).await?;
    let next = matter.state.after(Step::Decide)?;
    let by = tx.actor().person()?;
    appointed(&matter, by)?;
    no_earlier_part(tx, id, by).await?;
    let mut r = Reading::default();
    let outcome = r.choice("outcome", &form.outcome, "what came of it", |key| {
        OUTCOMES.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
    });
    let reasons = r.required("reasons", &form.reasons, "the reasons, as they are told", LONG);
    r.done()?;
    move_on(tx, id, &form.version, next).await?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let outcome = outcome.ok_or(Error::NotFound)?;
    sqlx::query!(
        "insert into complaint_decisions (body_id, client_id, complaint_id, outcome, reasons, person_id, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        body,
        matter.client_id,
        id,
        outcome,
        reasons,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    let sentence = format!("decided: {}", outcome_title(outcome).to_lowercase());
    note_on_file(tx, &matter, "complaint_decided", &sentence);
    Ok(())
}

fn appointed(matter: &Complaint, person: Uuid) -> Result<()> {
    if matter.decider_id == Some(person) {
        return Ok(());
    }
    let because = match &matter.decider {
        Some(name) => format!("{name} was appointed to decide this, not you."),
        None => "Nobody has been appointed to decide this yet.".to_owned(),
    };
    Err(rulebook::CAP_1
        .refuse(because, "The quality manager appoints who had no earlier part in the matter.")
        .into())
}

/// Tells whoever lodged it the outcome with its reasons; the matter is closed.
pub async fn tell(
    tx: &mut Tx<'_>,
    _by: &QualityManager,
    links: &Links,
    id: Uuid,
    form: Telling,
) -> Result<()> {
    let matter = complaint(tx, id).await?;
    let next = matter.state.after(Step::Tell)?;
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let told = sqlx::query!(
        "update complaints set version = version + 1, state = $4, told_by = $5, told_at = $6
         where body_id = $1 and id = $2 and version = $3",
        body,
        id,
        form.version.parse().unwrap_or(0),
        next.key(),
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    one(told.rows_affected())?;
    note_on_file(tx, &matter, "complaint_told", "the outcome was told");
    let outcome = matter.outcome.as_deref().map_or("", outcome_title).to_lowercase();
    let reasons = matter.reasons.clone().unwrap_or_default();
    let text = format!(
        "it has been decided by somebody who had no earlier part in the matter. It is {outcome}.\n\n{reasons}"
    );
    write(tx, links, &lodger(&matter), "the outcome", &text).await
}
