//! Making a programme: the cycle's audits, as the agreement and the audit time behind it say.

use super::check::determined;
use super::{State, defaults, of_file};
use crate::actor::SchemeManager;
use crate::audit_time::{self, Determination};
use crate::audits::{self, Kind};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use crate::proposals;
use crate::record::{Entry, Seen};
use time::Date;
use uuid::Uuid;

/// The form that makes a programme.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Made {
    /// Made by the page, so that a form sent twice is one programme.
    pub id: String,
}

/// Makes the programme of the first cycle as a draft, with its audits as the agreement and the audit time
/// behind it say (APP-3, PRG-1). A file that has one answers that.
pub async fn make(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: Made,
) -> Result<Uuid> {
    let file = files::of(tx, engagement_id).await?;
    let determination = proposals::refuse_without_agreement(tx, engagement_id).await?;
    let time = audit_time::of(tx, engagement_id, determination).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if !insert(tx, &file, id).await? {
        return of_file(tx, engagement_id)
            .await?
            .map(|programme| programme.id)
            .ok_or(Error::NotFound);
    }
    let body = tx.actor().body()?;
    let months = sqlx::query_scalar!("select certificate_months from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    for window in defaults::windows(tx.today(), months) {
        insert_audit(tx, &file, id, &time, window).await?;
    }
    tx.record(Entry::new(
        file.file(),
        "programme_made",
        "The audit programme of cycle 1 was drafted.",
        Seen::ByStaff,
    ));
    Ok(id)
}

/// Answers whether the programme is new.
async fn insert(tx: &mut Tx<'_>, file: &files::Brief, id: Uuid) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at)
         values ($1, $2, $3, $4, $5, 1, $6, $7) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        State::Draft.key(),
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn insert_audit(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    programme: Uuid,
    time: &Determination,
    (kind, from, to): (Kind, Date, Date),
) -> Result<()> {
    let (body, id, takes) = (tx.actor().body()?, tx.new_id(), defaults::takes(kind));
    sqlx::query!(
        "insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria,
           methods, half_days, window_from, window_to, takes)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13, $14)",
        body,
        file.client_id,
        file.engagement_id,
        programme,
        id,
        kind.key(),
        audits::State::Programmed.key(),
        defaults::objectives(kind),
        defaults::criteria(kind, &file.standard),
        defaults::methods(kind),
        determined(time, kind),
        from,
        to,
        takes.as_deref()
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
