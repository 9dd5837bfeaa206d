//! Rows that were touched are kept, each guarded by itself, together or not at all.

use super::{Conclusion, Row, Typed, of_group, touched};
use crate::audits::{Brief, at_work};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::standards::{Requirement, Standard};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Keeps the rows that were touched. If somebody else changed one of them meanwhile, nothing is kept and
/// the answer says which and who.
pub async fn save(tx: &mut Tx<'_>, audit_id: Uuid, group: &str, typed: Typed) -> Result<()> {
    let audit = concluding(tx, audit_id).await?;
    let rows: Vec<_> = typed.rows().into_iter().filter(|(row, seen)| touched(row, seen)).collect();
    if rows.iter().any(|(row, _)| {
        audit.standard.requirement(&row.requirement).is_none_or(|r| r.group != group)
    }) {
        return Err(Error::NotFound);
    }
    check(audit.standard, &rows)?;
    let now = of_group(tx, &audit, group).await?;
    let mut said = Vec::new();
    for (row, seen) in rows {
        let stands =
            now.iter().find(|r| r.requirement == row.requirement).cloned().unwrap_or_default();
        if stands.words() == row.words() {
            continue;
        }
        let version = seen.split_once('-').and_then(|(v, _)| v.parse().ok()).unwrap_or(0);
        put(tx, &audit, &row, version, &stands).await?;
        said.push(row);
    }
    write_down(tx, &audit, &said);
    Ok(())
}

/// The audit while conclusions are written; Stage 1 has none.
pub(in crate::audits) async fn concluding(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Brief> {
    let audit = at_work(tx, audit_id).await?;
    if audit.kind.is_stage_1() {
        return Err(rulebook::AUD_1
            .refuse(
                "Stage 1 judges documented information; it concludes on no requirement.",
                "Name an area of concern instead.",
            )
            .into());
    }
    Ok(audit)
}

fn check(standard: &Standard, rows: &[(Row, String)]) -> Result<()> {
    let mut reading = Reading::default();
    for (row, _) in rows {
        let id = &row.requirement;
        reading.optional(&format!("evidence-{id}"), &row.evidence, LONG);
        if !row.conclusion.is_empty() && row.concluded().is_none() {
            reading.errors.add(
                format!("conclusion-{id}"),
                format!("Choose one of the conclusions offered for {id}"),
            );
        }
        if row.concluded() == Some(Conclusion::NotApplicable) {
            not_applicable(row, standard.requirement(id), &mut reading.errors);
        }
    }
    reading.done()
}

/// Only a control can be not applicable, and only with its reason.
fn not_applicable(row: &Row, requirement: Option<&Requirement>, errors: &mut FieldErrors) {
    let id = &row.requirement;
    if requirement.is_some_and(|r| !r.is_control) {
        errors.add(
            format!("conclusion-{id}"),
            format!("Conclude on {id}: clauses always apply, only controls can be not applicable"),
        );
    } else if row.evidence.is_empty() {
        errors.add(format!("evidence-{id}"), format!("Enter the reason why {id} does not apply"));
    }
}

async fn put(tx: &mut Tx<'_>, audit: &Brief, row: &Row, version: i32, stands: &Row) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into conclusions as c (body_id, client_id, engagement_id, audit_id, requirement, conclusion, methods, evidence, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (body_id, audit_id, requirement) do update set conclusion = excluded.conclusion, methods = excluded.methods,
           evidence = excluded.evidence, by_person = excluded.by_person, at = excluded.at, version = c.version + 1
           where c.version = $11",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        row.requirement,
        row.conclusion,
        &row.methods,
        row.evidence,
        person,
        now,
        version
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    let who = if stands.who.is_empty() { "Somebody else" } else { &stands.who };
    Err(Error::Stale(format!(
        "{who} has changed {} meanwhile. What you typed is still here and was not kept: compare the row, and save again.",
        row.requirement
    )))
}

fn write_down(tx: &mut Tx<'_>, audit: &Brief, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let said: Vec<_> = rows
        .iter()
        .map(|r| {
            format!(
                "{} {}",
                r.requirement,
                r.concluded().map_or("open", Conclusion::title).to_lowercase()
            )
        })
        .collect();
    let words: Vec<_> = rows.iter().map(|r| format!("{} {}", r.requirement, r.words())).collect();
    let sentence = format!("Concluded on requirements: {}.", said.join(", "));
    let entry = Entry::new(audit.file(), "requirements_concluded", sentence, Seen::ByStaff);
    tx.record(entry.touching("audit", audit.id, &Sha256::digest(words.join("\n"))));
}
