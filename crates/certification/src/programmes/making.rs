//! Making a programme: the cycle's audits, as the agreement and the audit time behind it say.

use super::check::determined;
use super::{State, defaults, of_file};
use crate::actor::SchemeManager;
use crate::audit_time::{self, Determination};
use crate::audits::{self, Kind};
use crate::cycle::Deadline;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, Seen};
use crate::{certificates, cycle, files, proposals, rulebook, transfers};
use time::Date;
use uuid::Uuid;

/// The form that makes a programme.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Made {
    /// Made by the page, so that a form sent twice is one programme.
    pub id: String,
}

/// Makes the programme of the cycle that comes next or has begun, as a draft, with its audits as the agreement
/// and the audit time behind it say (APP-3, PRG-1): the first and one begun anew with both stages, one that a
/// renewal or a transfer began with what is still to be held, its windows counted from the decision. A cycle that
/// has one answers that.
pub async fn make(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: Made,
) -> Result<Uuid> {
    let file = files::of(tx, engagement_id).await?;
    let determination = proposals::refuse_without_agreement(tx, engagement_id).await?;
    let time = audit_time::of(tx, engagement_id, determination).await?;
    after_the_transfer(tx, engagement_id).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let (cycle, windows) = planned(tx, engagement_id).await?;
    if !insert(tx, &file, (id, cycle)).await? {
        return of_file(tx, engagement_id)
            .await?
            .map(|programme| programme.id)
            .ok_or(Error::NotFound);
    }
    for window in windows {
        insert_audit(tx, &file, (id, cycle), &time, window).await?;
    }
    let said = format!("The audit programme of cycle {cycle} was drafted.");
    tx.record(Entry::new(file.file(), "programme_made", said, Seen::ByStaff));
    Ok(id)
}

/// A certificate that is to be taken over brings its cycle: what is left of it is planned once the panel has
/// decided (TRF-1).
async fn after_the_transfer(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<()> {
    if !transfers::awaits_panel(tx, engagement_id).await? {
        return Ok(());
    }
    Err(rulebook::TRF_1
        .refuse(
            "The certificate of another body is to be taken over, and no panel has decided on it yet.",
            "Lay the transfer before a panel first; the programme then holds what is left of its cycle.",
        )
        .into())
}

/// The cycle to plan, and the windows of its audits.
async fn planned(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<(i32, Vec<Window>)> {
    let today = tx.today();
    let deadlines = cycle::of_file(tx, engagement_id).await?;
    let begun = deadlines.iter().map(|due| due.cycle).max().unwrap_or(0);
    let life = certificates::of_file(tx, engagement_id).await?.map(|held| held.life);
    let goes_on = life.is_some_and(|life| {
        !life.on(today).is_withdrawn() && life.restorable_until().is_some_and(|day| today <= day)
    });
    if begun > 0 && goes_on {
        let left = |due: &Deadline| due.cycle == begun && due.done_on.is_none();
        let of_cycle = deadlines.into_iter().filter(left);
        return Ok((begun, of_cycle.map(|due| (due.kind, due.opens_on, due.due_on)).collect()));
    }
    let months = cycle::certificate_months(tx).await?;
    Ok((begun + 1, defaults::windows(today, months)))
}

/// An audit's kind with the first and the last day of its window.
type Window = (Kind, Date, Date);

/// Answers whether the programme is new.
async fn insert(tx: &mut Tx<'_>, file: &files::Brief, (id, cycle): (Uuid, i32)) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at)
         values ($1, $2, $3, $4, $5, $8, $6, $7) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        State::Draft.key(),
        person,
        now,
        cycle
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn insert_audit(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    (programme, cycle): (Uuid, i32),
    time: &Determination,
    (kind, from, to): Window,
) -> Result<()> {
    let (body, id, takes) = (tx.actor().body()?, tx.new_id(), defaults::takes(kind, file.standard));
    sqlx::query!(
        "insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria,
           methods, half_days, window_from, window_to, takes)
         values ($1, $2, $3, $4, $5, $6, $14, $7, $8, $9, $10, $11, $12, $13, $15)",
        body,
        file.client_id,
        file.engagement_id,
        programme,
        id,
        kind.key(),
        audits::State::Programmed.key(),
        defaults::objectives(kind, file.standard),
        defaults::criteria(kind, file.standard),
        defaults::methods(kind, file.standard),
        determined(time, kind),
        from,
        to,
        cycle,
        takes.as_deref()
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
