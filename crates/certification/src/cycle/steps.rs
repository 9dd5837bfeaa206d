//! The beginning of a cycle, in the transaction of the grant.

use super::of_decision;
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use time::Date;

/// Keeps what falls due in the cycle that this decision begins. Called within a grant, in the panel's room.
pub async fn begin(tx: &mut Tx<'_>, file: File, cycle: i32, decided_on: Date) -> Result<()> {
    let body = tx.actor().body()?;
    let months = sqlx::query_scalar!("select certificate_months from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    for due in of_decision(decided_on, months) {
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
