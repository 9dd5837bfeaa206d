//! Legal holds: somebody's duty to keep a file longer. A hold is lifted with a reason, never deleted.

use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use time::OffsetDateTime;
use uuid::Uuid;

/// A hold to be placed, as typed; the form carries its id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Placing {
    pub id: String,
    pub reason: String,
}

/// A hold to be lifted, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Lifting {
    pub hold: String,
    pub lift_reason: String,
}

/// A hold on a file.
#[derive(Debug, Clone)]
pub struct Hold {
    pub id: Uuid,
    pub reason: String,
    pub placed_by: String,
    pub placed_at: OffsetDateTime,
    pub lifted_by: Option<String>,
    pub lifted_at: Option<OffsetDateTime>,
    pub lift_reason: String,
}

/// Places a hold: from now on the file stays, however old it is. Sent twice, it is placed once.
pub async fn place(tx: &mut Tx<'_>, _by: &Administrator, file: File, form: Placing) -> Result<()> {
    let mut r = Reading::default();
    let reason = r.required("reason", &form.reason, "why the file must stay", LONG);
    r.done()?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let placed = sqlx::query!(
        "insert into legal_holds (body_id, client_id, engagement_id, id, reason, placed_by, placed_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        reason,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if placed.rows_affected() == 1 {
        let sentence =
            format!("Placed a legal hold: the file is kept until it is lifted. {reason}");
        tx.record(Entry::new(file, "hold_placed", sentence, Seen::ByStaff));
    }
    Ok(())
}

/// Lifts a hold, with the reason.
pub async fn lift(tx: &mut Tx<'_>, _by: &Administrator, file: File, form: Lifting) -> Result<()> {
    let mut r = Reading::default();
    let reason = r.required("lift_reason", &form.lift_reason, "why the hold ends", LONG);
    r.done()?;
    let hold: Uuid = form.hold.parse().map_err(|_| Error::NotFound)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let lifted = sqlx::query!(
        "update legal_holds set lifted_by = $4, lifted_at = $5, lift_reason = $6
         where body_id = $1 and engagement_id = $2 and id = $3 and lifted_at is null",
        body,
        file.engagement_id,
        hold,
        person,
        now,
        reason
    )
    .execute(tx.sql())
    .await?;
    if lifted.rows_affected() == 0 {
        return Err(Error::Stale(
            "This hold has been lifted meanwhile: open the page again.".into(),
        ));
    }
    let sentence = format!("Lifted a legal hold. {reason}");
    tx.record(Entry::new(file, "hold_lifted", sentence, Seen::ByStaff));
    Ok(())
}

/// The holds on a file, newest first, lifted ones too.
pub async fn holds_of(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Vec<Hold>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Hold,
        r#"select h.id, h.reason, p.name as placed_by, h.placed_at, l.name as "lifted_by?", h.lifted_at, h.lift_reason
           from legal_holds h join people p on p.id = h.placed_by left join people l on l.id = h.lifted_by
           where h.body_id = $1 and h.engagement_id = $2 order by h.id desc limit 50"#,
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?)
}
