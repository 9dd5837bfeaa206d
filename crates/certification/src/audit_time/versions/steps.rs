//! Entering a newer version of a table, and marking one as checked against the licensed text.

use super::{lines::read_lines, of};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{LONG, Reading, SHORT};
use uuid::Uuid;

/// The form of a newer version, made by copying one.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Entered {
    /// Made by the page, so that a form sent twice is one version.
    pub id: String,
    pub version: String,
    pub source: String,
    pub valid_from: String,
    pub rows: String,
    pub additions: String,
}

/// The form that says what a version was compared with.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Check {
    pub id: String,
    pub document: String,
    /// "yes": row by row.
    pub compared: String,
}

/// Keeps a newer version of a table, unchecked whatever the copied one was (TIM-2). What was determined
/// keeps the table that it used.
pub async fn enter(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    (key, copied): (&str, &str),
    form: Entered,
) -> Result<()> {
    let base = of(tx, key, copied).await?.table;
    let mut reading = Reading::default();
    let version = reading.required("version", &form.version, "what this version is called", 60);
    let in_address = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if !version.chars().all(in_address) {
        reading
            .errors
            .add("version", "Use letters, digits, dots and hyphens only, such as 2027-01");
    }
    let source = reading.required("source", &form.source, "where the rows come from", LONG);
    let from = reading.date("valid_from", &form.valid_from, "the first day");
    if from.is_none() && form.valid_from.trim().is_empty() {
        reading.errors.add("valid_from", "Enter the first day on which this version holds");
    }
    let table = read_lines(&base, &form.rows, &form.additions);
    if let Err(errors) = &table {
        reading.errors.0.extend(errors.0.clone());
    }
    reading.done()?;
    let (mut table, from) = (table?, from.ok_or(Error::NotFound)?);
    table.version.clone_from(&version);
    table.source.clone_from(&source);
    table.valid_from = from.to_string();
    table.checked = super::Checked { yes: false, by: None, when: None, document: None };
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let shipped = super::shipped().iter().any(|t| t.key == table.key && t.version == version);
    if shipped || !insert(tx, id, &table, from).await? {
        return Err(
            FieldErrors::one("version", "There is a version of this name: choose another").into()
        );
    }
    Ok(())
}

/// Answers whether the version is there now by this form; false where another has its name.
async fn insert(
    tx: &mut Tx<'_>,
    id: Uuid,
    table: &super::Table,
    valid_from: time::Date,
) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let rows = serde_json::to_value(table)?;
    sqlx::query!(
        "insert into time_tables (body_id, id, key, version, source, valid_from, rows, entered_by, entered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        body,
        id,
        table.key,
        table.version,
        table.source,
        valid_from,
        rows,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    let kept = sqlx::query_scalar!(
        "select id from time_tables where body_id = $1 and key = $2 and version = $3",
        body,
        table.key,
        table.version
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(kept == Some(id))
}

/// Marks one version as checked, row by row, against a licensed document that is named (TIM-2).
pub async fn check(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    (key, version): (&str, &str),
    form: Check,
) -> Result<()> {
    let version = of(tx, key, version).await?;
    let mut reading = Reading::default();
    let what = "the licensed document with its edition";
    let document = reading.required("document", &form.document, what, SHORT);
    if form.compared != "yes" {
        reading.errors.add("compared", "Tick that every row was compared");
    }
    reading.done()?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into time_table_checks (body_id, id, table_key, table_version, document, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        body,
        id,
        version.table.key,
        version.table.version,
        document,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
