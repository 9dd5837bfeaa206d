//! The versions of the tables: those that are shipped, the body's own newer ones, and who compared which with
//! the licensed text (TIM-2). A version is written once; what changes is a newer version, unchecked again.

mod lines;
mod steps;
#[cfg(test)]
mod tests;

pub use lines::{as_lines, read_lines};
pub use steps::{Check, Entered, check, enter};

use super::table::{Checked, Table, shipped};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::Reading;
use crate::standards::Standard;
use serde::Deserialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// One version of a table, with its newest check in `table.checked`.
#[derive(Debug, Clone)]
pub struct Version {
    pub table: Table,
    /// None for the one that is shipped.
    pub entered: Option<By>,
    /// Whether it is the newest of its table that holds on this day.
    pub in_force: bool,
}

/// Who entered a version, and when.
#[derive(Debug, Clone, Deserialize)]
pub struct By {
    pub id: Uuid,
    pub name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

#[derive(Debug, Deserialize)]
struct Own {
    table: Table,
    by: By,
}

#[derive(Debug, Deserialize)]
struct Compared {
    key: String,
    version: String,
    document: String,
    by: String,
    /// YYYY-MM-DD.
    on: String,
}

/// The tables in force on a day that fit a scheme, one for each key, in the order in which they are offered.
#[derive(Debug, Clone)]
pub struct InForce(pub Vec<Table>);

impl InForce {
    /// The table of this key; the first where none is named.
    pub fn of(&self, key: &str) -> Result<Table> {
        let key = key.trim();
        let found = self.0.iter().find(|table| key.is_empty() || table.key == key).cloned();
        found.ok_or_else(|| {
            crate::FieldErrors::one(
                "table",
                "Choose a table that is in force and fits the standard",
            )
            .into()
        })
    }
}

/// What is in force today and fits a scheme, in the order in which the scheme names it (TIM-2).
pub async fn in_force(tx: &mut Tx<'_>, standard: &Standard) -> Result<InForce> {
    let all = all(tx).await?;
    let in_force = |key: &String| all.iter().find(|v| v.in_force && v.table.key == *key);
    let fitting = standard.audit_time_tables.iter().filter_map(in_force);
    Ok(InForce(fitting.map(|version| version.table.clone()).collect()))
}

/// Every version of every table, newest first within its table.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Version>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let row = sqlx::query!(
        r#"select (select coalesce(json_agg(json_build_object('table', t.rows, 'by', json_build_object('id', t.id, 'name', p.name, 'at', t.entered_at))
               order by t.valid_from desc, t.id desc), '[]')
             from time_tables t join people p on p.id = t.entered_by where t.body_id = $1) as "own!: Json<Vec<Own>>",
           (select coalesce(json_agg(json_build_object('key', c.table_key, 'version', c.table_version, 'document', c.document, 'by', p.name,
               'on', (c.at at time zone 'utc')::date) order by c.id desc), '[]')
             from time_table_checks c join people p on p.id = c.by_person where c.body_id = $1) as "compared!: Json<Vec<Compared>>""#,
        body
    )
    .fetch_one(tx.sql())
    .await?;
    let (own, compared) = (row.own.0, row.compared.0);
    let mut all = Vec::new();
    for shipped in shipped() {
        let of_key = own.iter().filter(|own| own.table.key == shipped.key);
        let newer = of_key.map(|own| (own.table.clone(), Some(own.by.clone())));
        let versions = newer.chain([(shipped.clone(), None)]);
        let mut found_in_force = false;
        for (mut table, entered) in versions {
            table.checked = checked(&table, &compared);
            let in_force = !found_in_force && holds(&table, today);
            found_in_force |= in_force;
            all.push(Version { table, entered, in_force });
        }
    }
    Ok(all)
}

fn checked(table: &Table, compared: &[Compared]) -> Checked {
    let newest = compared.iter().find(|c| c.key == table.key && c.version == table.version);
    newest.map_or_else(
        || table.checked.clone(),
        |c| Checked {
            yes: true,
            by: Some(c.by.clone()),
            when: Some(day(&c.on).map_or_else(|| c.on.clone(), in_words)),
            document: Some(c.document.clone()),
        },
    )
}

fn holds(table: &Table, today: Date) -> bool {
    day(&table.valid_from).is_none_or(|from| from <= today)
}

/// A day as a table's file has it.
fn day(text: &str) -> Option<Date> {
    Reading::default().date("valid_from", text, "the first day")
}

/// The version of a table by its key and its version's name.
pub async fn of(tx: &mut Tx<'_>, key: &str, version: &str) -> Result<Version> {
    let all = all(tx).await?;
    let found = all.into_iter().find(|v| v.table.key == key && v.table.version == version);
    found.ok_or(Error::NotFound)
}
