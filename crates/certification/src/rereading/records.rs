//! Records again: each chain from its first entry to its head.

use super::Found;
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::record;
use uuid::Uuid;

/// How many heads are read in one step; each record is then read by itself.
const STEP: i64 = 100;

/// Where a record ends, and whether its last entry is the one that its head names.
struct Head {
    engagement_id: Uuid,
    reference: String,
    seq: i64,
    ends_there: bool,
}

pub(super) async fn reread(db: &Db, house: &Actor, found: &mut Found) -> Result<()> {
    let mut after = None;
    loop {
        let some = db.read(house, async |tx| step(tx, after).await).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = Some(last.engagement_id);
        for head in &some {
            one(db, house, head, found).await?;
        }
    }
}

async fn one(db: &Db, house: &Actor, head: &Head, found: &mut Found) -> Result<()> {
    let chain = db.read(house, async |tx| record::verify(tx, head.engagement_id).await).await?;
    found.records += 1;
    let name = &head.reference;
    match chain {
        Err(seq) => found.wrong(format!(
            "Record of {name}: its entry {seq} is not what was set down, or an entry before it is gone."
        )),
        Ok(entries) => {
            found.entries += entries;
            if entries < head.seq || !head.ends_there {
                let seq = head.seq;
                found.wrong(format!(
                    "Record of {name}: it does not end with the entry {seq} with which it ended when it was written."
                ));
            }
        }
    }
    Ok(())
}

async fn step(tx: &mut Tx<'_>, after: Option<Uuid>) -> Result<Vec<Head>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Head,
        r#"select h.engagement_id, g.reference, h.seq, (h.seq = 0 or coalesce(e.digest = h.digest, false)) as "ends_there!"
           from record_heads h
           join engagements g on g.body_id = h.body_id and g.id = h.engagement_id
           left join record_entries e on e.body_id = h.body_id and e.engagement_id = h.engagement_id and e.seq = h.seq
           where h.body_id = $1 and ($2::uuid is null or h.engagement_id > $2) order by h.engagement_id limit $3"#,
        body,
        after,
        STEP
    )
    .fetch_all(tx.sql())
    .await?)
}
