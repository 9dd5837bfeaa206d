//! A complete file is laid before a panel, once (DEC-2).

use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::decisions::State;
use crate::decisions::missing::missing_for_case;
use crate::error::{Error, Refusal, Result};
use crate::record::{Entry, File, Seen};
use crate::{files, rulebook};
use uuid::Uuid;

/// The button that opens a case carries the case's new id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Opening {
    pub id: String,
}

/// Opens the case of a complete file; refuses with everything that is missing (DEC-2).
pub async fn open_case(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement: Uuid,
    form: Opening,
) -> Result<Uuid> {
    let file = files::of(tx, engagement).await?.file();
    if let Some((case, state)) = newest(tx, engagement).await? {
        // The same button pressed twice is one case.
        let same = state.is_open() && form.id.parse() == Ok(case);
        return if same { Ok(case) } else { Err(opened_already().into()) };
    }
    complete(tx, engagement).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    insert(tx, file, id).await?;
    tx.record(Entry::new(
        file,
        "case_opened",
        "The complete file was laid before a certification panel.",
        Seen::ByClientToo,
    ));
    Ok(id)
}

fn opened_already() -> Refusal {
    rulebook::ORDER
        .refuse("A case was opened for this certification already.", "Open it on this page.")
}

/// Refuses with everything that the file lacks.
async fn complete(tx: &mut Tx<'_>, engagement: Uuid) -> Result<()> {
    let missing = missing_for_case(tx, engagement).await?;
    if missing.is_complete() {
        return Ok(());
    }
    Err(rulebook::DEC_2
        .refuse("The file is not complete.", "See to each thing on the list; then open the case.")
        .missing(missing.to_open.into_iter().map(|item| item.what))
        .into())
}

async fn insert(tx: &mut Tx<'_>, file: File, id: Uuid) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let opened = sqlx::query!(
        "insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at)
         values ($1, $2, $3, $4, 'initial', 1, 'open', $5, $6) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if opened.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("A case has been opened meanwhile: open the page again.".into()))
}

async fn newest(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<(Uuid, State)>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select id, state from cases where body_id = $1 and engagement_id = $2 order by id desc limit 1",
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.and_then(|row| State::from_key(&row.state).map(|state| (row.id, state))))
}
