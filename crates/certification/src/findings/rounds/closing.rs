//! A nonconformity whose corrective action was found effective is closed (FND-3).

use super::{judged_by, move_on};
use crate::db::Tx;
use crate::error::Result;
use crate::findings::Step;
use crate::record::{Entry, Seen};
use crate::{addressees, rulebook};
use uuid::Uuid;

/// Closes a nonconformity whose corrective action was found effective (FND-3).
pub async fn close(tx: &mut Tx<'_>, finding: Uuid, version: &str) -> Result<()> {
    let standing = judged_by(tx, finding).await?;
    let next = standing.state.after(Step::Close, standing.grade).map_err(|_| {
        rulebook::FND_3.refuse(
            format!("Finding {} is \"{}\".", standing.number, standing.state.title()),
            "Accept the answer and verify its effect first.",
        )
    })?;
    move_on(tx, finding, &standing, version, next).await?;
    keep_closing(tx, finding).await?;
    tx.record(Entry::new(
        standing.file,
        "finding_closed",
        format!("Finding {} was closed.", standing.number),
        Seen::ByClientToo,
    ));
    let to = addressees::client(tx, standing.file.client_id).await?;
    let subject = format!("Finding {} is closed", standing.number);
    let text = "Nothing more is owed on this finding. Every round of it stays on your record.";
    addressees::write_to(tx, to, &subject, text).await
}

async fn keep_closing(tx: &mut Tx<'_>, finding: Uuid) -> Result<()> {
    let (body, now) = (tx.actor().body()?, tx.now());
    sqlx::query!(
        "update findings set closed_at = $3 where body_id = $1 and id = $2",
        body,
        finding,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
