//! Confirming an import: every good row at once, every other row with its reasons; or letting it go.

use super::import_state::ImportState;
use super::imports::{Import, LeftOut, Outcome, load, stale};
use super::{JudgedRow, Trouble, steps};
use crate::applications::{self, Application};
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::record::{self, Seen};
use sqlx::types::Json;
use std::collections::HashSet;
use uuid::Uuid;

/// Imports every good row of the preview of this version, in one statement; the others are kept with their
/// reasons. A second time it answers the same outcome.
pub async fn confirm(tx: &mut Tx<'_>, id: Uuid, version: &str) -> Result<Outcome> {
    let application = applications::own_to_write(tx).await?;
    lock(tx, id).await?;
    let import = load(tx, id).await?;
    if let (ImportState::Confirmed, Some(outcome)) = (import.state, &import.outcome) {
        return Ok(outcome.clone());
    }
    import.state.may_go_on()?;
    if import.version.to_string() != version {
        return Err(stale());
    }
    application.state.may_be_written()?;
    if import.good() == 0 {
        return Err(FieldErrors::one("", "No row can be imported as it is: match the columns, or mend the file and upload it again").into());
    }
    let outcome = write(tx, &application, &import).await?;
    keep(tx, &import, &outcome).await?;
    let sentence = format!(
        "Imported {} AI systems into the register from the file {}; {} of its {} rows were left out.",
        outcome.imported,
        import.file_name,
        outcome.left_out.len(),
        outcome.rows
    );
    tx.record(
        record::Entry::new(application.file(), "ai_systems_imported", sentence, Seen::ByClientToo)
            .touching("ai_system_import", id, &import.sha256),
    );
    Ok(outcome)
}

async fn lock(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "select id from ai_system_imports where body_id = $1 and id = $2 for update",
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(())
}

async fn write(tx: &mut Tx<'_>, application: &Application, import: &Import) -> Result<Outcome> {
    let good: Vec<_> = import.rows.iter().filter(|row| row.is_good()).collect();
    let entries: Vec<_> = good.iter().map(|row| row.entry.clone()).collect();
    let ids: Vec<_> = good.iter().map(|_| tx.new_id()).collect();
    let stored: HashSet<_> =
        steps::store(tx, application, &ids, &entries).await?.into_iter().collect();
    let unstored: HashSet<_> = good
        .iter()
        .zip(&ids)
        .filter(|(_, id)| !stored.contains(id))
        .map(|(row, _)| row.number)
        .collect();
    let reasons = |row: &JudgedRow| match unstored.contains(&row.number) {
        true => vec!["The register has an AI system of this name already".to_owned()],
        false => row.troubles.iter().map(said).collect(),
    };
    let left_out =
        import.rows.iter().filter(|row| !row.is_good() || unstored.contains(&row.number));
    let left_out = left_out.map(|row| LeftOut {
        row: row.number,
        name: row.entry.name.clone(),
        reasons: reasons(row),
    });
    Ok(Outcome { rows: import.rows.len(), imported: stored.len(), left_out: left_out.collect() })
}

/// A trouble with its column, as a reason.
fn said(trouble: &Trouble) -> String {
    if trouble.column.is_empty() {
        trouble.why.clone()
    } else {
        format!("{}: {}", trouble.column, trouble.why)
    }
}

async fn keep(tx: &mut Tx<'_>, import: &Import, outcome: &Outcome) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "update ai_system_imports set state = 'confirmed', outcome = $3, version = version + 1 where body_id = $1 and id = $2",
        body,
        import.id,
        Json(outcome) as _
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Lets an upload go with its content; twice is once. What was imported cannot be discarded.
pub async fn discard(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    lock(tx, id).await?;
    let import = load(tx, id).await?;
    if import.state == ImportState::Discarded {
        return Ok(());
    }
    import.state.may_go_on()?;
    let body = tx.actor().body()?;
    sqlx::query!(
        "update ai_system_imports set state = 'discarded', content = '', version = version + 1 where body_id = $1 and id = $2",
        body,
        id
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
