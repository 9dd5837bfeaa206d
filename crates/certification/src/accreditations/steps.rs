//! An accreditation is kept, and ended before its time when it is suspended or withdrawn.

use crate::actor::Administrator;
use crate::applications::lists::SECTORS;
use crate::competence::Kind;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{Reading, SHORT};
use time::Date;
use uuid::Uuid;

/// An accreditation as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Keeping {
    pub id: String,
    pub accreditation_body: String,
    pub standard: String,
    /// None chosen means every sector.
    pub sector: Vec<String>,
    pub words: String,
    pub valid_from: String,
    pub valid_until: String,
}

/// An end before its time, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Ending {
    pub reason: String,
}

/// Keeps an accreditation; attestations decided within it say so from now on.
pub async fn keep(tx: &mut Tx<'_>, _by: &Administrator, form: Keeping) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let mut r = Reading::default();
    let who =
        r.required("accreditation_body", &form.accreditation_body, "who accredited you", SHORT);
    let standard = r.choice("standard", &form.standard, "the standard", |key| {
        Kind::Standard.list().iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
    });
    let sectors: Vec<String> = form.sector.iter().filter(|s| !s.is_empty()).cloned().collect();
    if sectors.iter().any(|sector| !SECTORS.iter().any(|(known, _)| known == sector)) {
        r.errors.add("sector", "Choose from the list");
    }
    let words = r.required("words", &form.words, "what the attestation says", SHORT);
    let from = day(&mut r, "valid_from", &form.valid_from, "the first day");
    let until = day(&mut r, "valid_until", &form.valid_until, "the last day");
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        r.errors.add("valid_until", "Enter a day that is not before the first");
    }
    r.done()?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into accreditations (body_id, id, accreditation_body, standard, sectors, words, valid_from, valid_until, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (body_id, id) do nothing",
        body,
        id,
        who,
        standard.unwrap_or_default(),
        &sectors,
        words,
        from,
        until,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

fn day(r: &mut Reading, field: &str, typed: &str, what: &str) -> Option<Date> {
    if typed.trim().is_empty() {
        r.errors.add(field, format!("Enter {what}"));
    }
    r.date(field, typed, what)
}

/// Suspended or withdrawn: from today it covers nothing. Attestations that stand say what they said.
pub async fn end(tx: &mut Tx<'_>, _by: &Administrator, id: Uuid, form: Ending) -> Result<()> {
    let (body, by, today) = (tx.actor().body()?, tx.actor().person()?, tx.today());
    sqlx::query!("select id from accreditations where body_id = $1 and id = $2", body, id)
        .fetch_one(tx.sql())
        .await?;
    let mut r = Reading::default();
    let reason = r.required("reason", &form.reason, "why it ends", SHORT);
    r.done()?;
    let ended = sqlx::query!(
        "update accreditations set ended_on = $3, ended_by = $4, end_reason = $5 where body_id = $1 and id = $2 and ended_on is null",
        body,
        id,
        today,
        by,
        reason
    )
    .execute(tx.sql())
    .await?;
    match ended.rows_affected() {
        1 => Ok(()),
        _ => Err(Error::Stale("This accreditation has ended already: look at the list.".into())),
    }
}
