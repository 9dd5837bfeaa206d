//! The beginning of a cycle, in the transaction of its decision, and what is held of it.

use super::{Due, brought_forward, expiry, in_words, of_cycle};
use crate::db::Tx;
use crate::error::Result;
use crate::record::{Entry, File, Seen};
use crate::{addressees, audits};
use time::Date;
use uuid::Uuid;

/// For how many months an attestation of the acting body holds (CRT-3).
pub(crate) async fn certificate_months(tx: &mut Tx<'_>) -> Result<i32> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!("select certificate_months from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?)
}

/// Keeps what falls due in the cycle that this decision begins, for as long as this body's attestations hold.
/// Called within a grant, in the panel's room.
pub async fn begin(tx: &mut Tx<'_>, file: File, cycle: i32, decided_on: Date) -> Result<()> {
    let expires_on = expiry(decided_on, certificate_months(tx).await?);
    begin_until(tx, file, cycle, decided_on, expires_on).await
}

/// The same up to the expiry that the decision gave, which after a renewal builds on the one before (REC-2).
pub(crate) async fn begin_until(
    tx: &mut Tx<'_>,
    file: File,
    cycle: i32,
    decided_on: Date,
    expires_on: Date,
) -> Result<()> {
    let body = tx.actor().body()?;
    for due in of_cycle(decided_on, expires_on) {
        let id = tx.new_id();
        sqlx::query!(
            "insert into deadlines (body_id, client_id, engagement_id, id, kind, cycle, opens_on, due_on, because)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (body_id, engagement_id, cycle, kind) do nothing",
            body,
            file.client_id,
            file.engagement_id,
            id,
            due.kind.key(),
            cycle,
            due.opens_on,
            due.due_on,
            due.because
        )
        .execute(tx.sql())
        .await?;
    }
    Ok(())
}

/// Keeps what is still due in a cycle that another body began, counted from its decision (TRF-1): what it has
/// `held` already is done.
pub(crate) async fn carry_over(
    tx: &mut Tx<'_>,
    file: File,
    cycle: i32,
    (decided_on, expires_on): (Date, Date),
    held: &[audits::Kind],
) -> Result<()> {
    let body = tx.actor().body()?;
    for due in of_cycle(decided_on, expires_on) {
        let id = tx.new_id();
        sqlx::query!(
            "insert into deadlines (body_id, client_id, engagement_id, id, kind, cycle, opens_on, due_on, because, done_on)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            body,
            file.client_id,
            file.engagement_id,
            id,
            due.kind.key(),
            cycle,
            due.opens_on,
            due.due_on,
            due.because,
            held.contains(&due.kind).then_some(due.due_on)
        )
        .execute(tx.sql())
        .await?;
    }
    Ok(())
}

/// An audit whose report is issued was held: its last date is done, on the day on which it ended (SRV-1), and
/// what comes next in the cycle is due by the end of the calendar year after that day (SRV-2). For the audit
/// team's room.
pub(crate) async fn held(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let done = sqlx::query_scalar!(
        r#"update deadlines d set done_on = coalesce((a.closed_at at time zone b.time_zone)::date, $3)
           from audits a join bodies b on b.id = a.body_id
           where a.body_id = $1 and a.id = $2 and d.body_id = a.body_id and d.engagement_id = a.engagement_id
             and d.cycle = a.cycle and d.kind = a.kind and d.done_on is null returning d.done_on as "done_on!""#,
        body,
        audit.id,
        today
    )
    .fetch_optional(tx.sql())
    .await?;
    match done {
        Some(held_on) => bring_forward(tx, audit, held_on).await,
        None => Ok(()),
    }
}

/// SRV-2: an audit held in an earlier calendar year than it was due in leaves no year empty.
async fn bring_forward(tx: &mut Tx<'_>, audit: &audits::Brief, held_on: Date) -> Result<()> {
    let Some((id, next)) = next(tx, audit).await? else { return Ok(()) };
    let Some(sooner) = brought_forward(audit.kind, held_on, &next) else { return Ok(()) };
    let body = tx.actor().body()?;
    sqlx::query!(
        "update deadlines set opens_on = $3, due_on = $4, because = $5 where body_id = $1 and id = $2",
        body,
        id,
        sooner.opens_on,
        sooner.due_on,
        sooner.because
    )
    .execute(tx.sql())
    .await?;
    let (what, until) = (sooner.kind.title(), in_words(sooner.due_on));
    let sentence = format!("{what} is now due by {until}. {}", sooner.because);
    tx.record(Entry::new(audit.file(), "due_brought_forward", sentence, Seen::ByClientToo));
    let mut to = addressees::client(tx, audit.client_id).await?;
    to.extend(addressees::scheme_managers(tx).await?);
    let heading = format!("{}: {what} is now due by {until}", audit.client_name);
    addressees::write_to(tx, to, &heading, &sooner.because).await
}

/// What is due next in the audit's cycle.
async fn next(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<Option<(Uuid, Due)>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select id, kind, opens_on, due_on, because from deadlines
         where body_id = $1 and engagement_id = $2 and cycle = $3 and done_on is null order by due_on limit 1",
        body,
        audit.engagement_id,
        audit.cycle
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|row| {
        let kind = audits::Kind::kept(&row.kind)?;
        let (opens_on, due_on, because) = (row.opens_on, row.due_on, row.because);
        Ok((row.id, Due { kind, opens_on, due_on, because }))
    })
    .transpose()
}
