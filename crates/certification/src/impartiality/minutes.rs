//! The committee's minutes: who was there, which risks it looked at as they stood, what it said. Kept once.

use crate::actor::QualityManager;
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::parse::{LONG, Reading};
use uuid::Uuid;

/// Minutes as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Kept {
    pub id: String,
    pub held_on: String,
    pub attended: String,
    /// The risks looked at, by id.
    pub risk: Vec<String>,
    pub minutes: String,
}

/// Longest minutes, in characters.
const MINUTES: usize = 30_000;

/// Keeps the minutes of a meeting of the committee, and of each risk it looked at the revision that stood then.
pub async fn keep_minutes(tx: &mut Tx<'_>, _by: &QualityManager, form: Kept) -> Result<Uuid> {
    let (body, by, now, today) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.today());
    let mut r = Reading::default();
    let held_on = r.date("held_on", &form.held_on, "the day of the meeting");
    match held_on {
        None if form.held_on.trim().is_empty() => {
            r.errors.add("held_on", "Enter the day of the meeting")
        }
        Some(day) if day > today => r.errors.add("held_on", "Enter a day that has come"),
        _ => {}
    }
    let attended = r.required("attended", &form.attended, "who attended", LONG);
    let risks: Vec<Uuid> = form.risk.iter().filter_map(|id| id.parse().ok()).collect();
    if risks.is_empty() {
        r.errors.add("risk", "Choose the risks that the committee looked at");
    }
    let minutes = r.required("minutes", &form.minutes, "what was said and agreed", MINUTES);
    r.done()?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let kept = sqlx::query!(
        "insert into impartiality_minutes (body_id, id, held_on, attended, minutes, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (body_id, id) do nothing",
        body,
        id,
        held_on,
        attended,
        minutes,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    if kept.rows_affected() == 1 {
        look_at(tx, id, &risks).await?;
    }
    Ok(id)
}

async fn look_at(tx: &mut Tx<'_>, minutes: Uuid, risks: &[Uuid]) -> Result<()> {
    let body = tx.actor().body()?;
    let looked = sqlx::query!(
        "insert into impartiality_looked_at (body_id, minutes_id, risk_id, revision)
         select body_id, $2, id, version from impartiality_risks where body_id = $1 and id = any($3)",
        body,
        minutes,
        risks
    )
    .execute(tx.sql())
    .await?;
    if looked.rows_affected() == 0 {
        return Err(FieldErrors::one("risk", "Choose from the register").into());
    }
    Ok(())
}
