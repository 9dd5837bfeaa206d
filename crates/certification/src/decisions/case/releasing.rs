//! A seat is taken back, with the reason; the signature on it goes with it.

use super::standing;
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::decisions::Step;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use uuid::Uuid;

/// Why a seat is given up, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Releasing {
    pub seat: String,
    pub reason: String,
}

/// Takes a seat back, with the reason. What the member signed no longer counts, because nobody's signature
/// counts without a seat.
pub async fn release(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    case: Uuid,
    form: Releasing,
) -> Result<()> {
    let standing = standing(tx, case).await?;
    standing.state.after(Step::Release)?;
    let mut r = Reading::default();
    let seat =
        r.choice("seat", &form.seat, "whose seat to take back", |typed| typed.parse::<Uuid>().ok());
    let reason = r.required("reason", &form.reason, "why the seat is given up", LONG);
    r.done()?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let released = sqlx::query_scalar!(
        "update panel_seats s set released_at = $4, release_reason = $5 from people p
         where s.body_id = $1 and s.case_id = $2 and s.id = $3 and s.released_at is null and p.id = s.person_id
         returning p.name",
        body,
        case,
        seat,
        now,
        reason
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or_else(|| Error::Stale("This seat has been given up already: open the page again.".into()))?;
    tx.record(Entry::new(
        standing.file,
        "panel_released",
        format!("{released} was released from the certification panel."),
        Seen::ByStaff,
    ));
    Ok(())
}
