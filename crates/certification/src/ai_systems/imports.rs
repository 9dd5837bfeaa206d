//! A register from a file: received and kept apart, and looked at under a mapping. Until it is confirmed,
//! nothing of it is part of anything.

use super::csv_reading::{self, Sheet};
use super::import_state::ImportState;
use super::{Entry, JudgedRow, Mapping, judge};
use crate::applications::{self, Application};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::normalise;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use std::collections::HashSet;
use time::OffsetDateTime;
use uuid::Uuid;

/// What became of every row: `imported` and `left_out` together are `rows`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub rows: usize,
    pub imported: usize,
    pub left_out: Vec<LeftOut>,
}

/// A row that was not imported, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    pub row: usize,
    pub name: String,
    pub reasons: Vec<String>,
}

/// An uploaded file with its rows as they are judged now.
#[derive(Debug)]
pub struct Import {
    pub id: Uuid,
    pub version: i32,
    pub state: ImportState,
    pub file_name: String,
    pub uploaded_at: OffsetDateTime,
    pub mapping: Mapping,
    pub sheet: Sheet,
    pub rows: Vec<JudgedRow>,
    /// After confirmation.
    pub outcome: Option<Outcome>,
    pub(super) sha256: Vec<u8>,
}

impl Import {
    /// How many rows would be imported.
    pub fn good(&self) -> usize {
        self.rows.iter().filter(|row| row.is_good()).count()
    }

    /// How many rows would be left out.
    pub fn faulty(&self) -> usize {
        self.rows.len() - self.good()
    }
}

/// Keeps an uploaded file under the page's own id, and nothing else; one that waited before is discarded. A
/// file that is no CSV is refused with the reason at the field `file`.
pub async fn receive(tx: &mut Tx<'_>, id: Uuid, file_name: &str, bytes: &[u8]) -> Result<()> {
    let application = applications::own_to_write(tx).await?;
    application.state.may_be_written()?;
    let sheet = csv_reading::read(bytes).map_err(|why| FieldErrors::one("file", why))?;
    let file_name: String = file_name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    discard_waiting(tx, &application, id).await?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into ai_system_imports (body_id, client_id, engagement_id, id, state, file_name, content, sha256, mapping, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, 'uploaded', $5, $6, $7, $8, $9, $10) on conflict do nothing",
        body,
        application.client_id,
        application.engagement_id,
        id,
        file_name,
        bytes,
        Sha256::digest(bytes).to_vec(),
        Json(Mapping::propose(&sheet.header)) as _,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn discard_waiting(tx: &mut Tx<'_>, application: &Application, but: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "update ai_system_imports set state = 'discarded', content = '', version = version + 1
         where body_id = $1 and engagement_id = $2 and state = 'uploaded' and id <> $3",
        body,
        application.engagement_id,
        but
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// An upload of the acting client with every row judged; `NotFound` for a discarded one.
pub async fn import(tx: &mut Tx<'_>, id: Uuid) -> Result<Import> {
    let import = load(tx, id).await?;
    if import.state == ImportState::Discarded { Err(Error::NotFound) } else { Ok(import) }
}

pub(super) async fn load(tx: &mut Tx<'_>, id: Uuid) -> Result<Import> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let row = sqlx::query!(
        r#"select id, engagement_id, version, state, file_name, uploaded_at, content, sha256,
             mapping as "mapping: Json<Mapping>", outcome as "outcome: Json<Outcome>"
           from ai_system_imports where body_id = $1 and client_id = $2 and id = $3"#,
        body,
        client,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    let state = ImportState::from_key(&row.state)?;
    let mut import = Import {
        id: row.id,
        version: row.version,
        state,
        file_name: row.file_name,
        uploaded_at: row.uploaded_at,
        mapping: row.mapping.0,
        sheet: Sheet::default(),
        rows: Vec::new(),
        outcome: row.outcome.map(|outcome| outcome.0),
        sha256: row.sha256,
    };
    if state.is_waiting() {
        import.sheet = csv_reading::read(&row.content).map_err(Error::Fault)?;
        let known = known(tx, row.engagement_id, &import).await?;
        import.rows = judge(&import.sheet, &import.mapping, &known);
    }
    Ok(import)
}

/// The names of this file that the register holds already.
async fn known(tx: &mut Tx<'_>, engagement_id: Uuid, import: &Import) -> Result<HashSet<String>> {
    let body = tx.actor().body()?;
    let place = import.mapping.place("name");
    let name = |row: &csv_reading::Row| {
        place.and_then(|place| row.cells.get(place)).map(|name| normalise(name))
    };
    let names: Vec<_> = import.sheet.rows.iter().filter_map(name).collect();
    let known = sqlx::query_scalar!(
        "select name_norm from ai_systems where body_id = $1 and engagement_id = $2 and removed_at is null and name_norm = any($3)",
        body,
        engagement_id,
        &names
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(known.into_iter().collect())
}

/// Matches the columns anew: for each field the number of a column, or nothing.
pub async fn map(tx: &mut Tx<'_>, id: Uuid, version: &str, typed: &Entry) -> Result<()> {
    let import = load(tx, id).await?;
    import.state.may_go_on()?;
    let mapping = Mapping::read(typed, import.sheet.header.len())?;
    if mapping == import.mapping {
        return Ok(());
    }
    let body = tx.actor().body()?;
    let stored = sqlx::query!(
        "update ai_system_imports set mapping = $3, version = version + 1
         where body_id = $1 and id = $2 and state = 'uploaded' and version::text = $4",
        body,
        id,
        Json(mapping) as _,
        version
    )
    .execute(tx.sql())
    .await?;
    if stored.rows_affected() == 1 { Ok(()) } else { Err(stale()) }
}

pub(super) fn stale() -> Error {
    Error::Stale(
        "The columns were matched anew meanwhile: look at the preview again, then confirm.".into(),
    )
}
