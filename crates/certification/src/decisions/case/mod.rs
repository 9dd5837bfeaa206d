//! What the scheme manager does with a case: opens it and seats its panel (DEC-2, DEC-4, IMP-1, CMP-2).

mod appointing;
mod candidate;
mod opening;
mod releasing;
mod scope;

pub use appointing::{Appointing, appoint};
pub use opening::{Opening, open_case, propose};
pub use releasing::{Releasing, release};
pub use scope::write_scope;

use super::{CaseKind, State};
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use crate::standards::Scheme;
use uuid::Uuid;

/// A case as the office's acts need it.
struct Standing {
    file: File,
    client_name: String,
    standard: Scheme,
    state: State,
    kind: CaseKind,
    cycle: i32,
}

async fn standing(tx: &mut Tx<'_>, case: Uuid) -> Result<Standing> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select c.client_id, c.engagement_id, c.state, c.kind, c.cycle, cl.name, e.standard as "standard: Scheme" from cases c
         join clients cl on cl.body_id = c.body_id and cl.client_id = c.client_id
         join engagements e on e.body_id = c.body_id and e.id = c.engagement_id
         where c.body_id = $1 and c.id = $2"#,
        body,
        case
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Standing {
        file: File { client_id: row.client_id, engagement_id: row.engagement_id },
        client_name: row.name,
        standard: row.standard,
        state: State::kept(&row.state)?,
        kind: CaseKind::kept(&row.kind)?,
        cycle: row.cycle,
    })
}
