//! The beginning of a cycle, in the transaction of its decision, and what is held of it.

use super::{expiry, of_cycle};
use crate::audits;
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use time::Date;

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

/// An audit whose report is issued was held: its last date is done, on the day on which it ended (SRV-1,
/// SRV-2). For the audit team's room.
pub(crate) async fn held(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    sqlx::query!(
        "update deadlines d set done_on = coalesce((a.closed_at at time zone b.time_zone)::date, $3)
         from audits a join bodies b on b.id = a.body_id
         where a.body_id = $1 and a.id = $2 and d.body_id = a.body_id and d.engagement_id = a.engagement_id
           and d.cycle = a.cycle and d.kind = a.kind and d.done_on is null",
        body,
        audit.id,
        today
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
