//! What was found about the items that were filled in is kept; the others stay open.

use super::{Check, Completeness, Typed, of, stage_1_at_work};
use crate::audits::Brief;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::standards::{Item, Scheme};
use sha2::{Digest, Sha256};
use uuid::Uuid;

struct Read {
    item: &'static Item,
    version: i32,
    result: Completeness,
    document_version: String,
    note: String,
}

impl Read {
    fn says_the_same(&self, now: &Check) -> bool {
        now.result == Some(self.result)
            && now.document_version == self.document_version
            && now.note == self.note
    }
}

/// Keeps what was found about the items that were filled in; the others stay open.
pub async fn save(tx: &mut Tx<'_>, audit_id: Uuid, typed: Typed) -> Result<()> {
    let audit = stage_1_at_work(tx, audit_id).await?;
    let found = read(audit.standard, &typed)?;
    let now = of(tx, &audit).await?;
    let mut said = Vec::new();
    for check in &found {
        if now.iter().any(|n| n.item == check.item && check.says_the_same(n)) {
            continue;
        }
        put(tx, &audit, check).await?;
        said.push(format!("{} {}", check.item.title, check.result.title().to_lowercase()));
    }
    if !said.is_empty() {
        let digest = Sha256::digest(said.join("\n"));
        let sentence = format!("Checked documented information: {}.", said.join("; "));
        tx.record(
            Entry::new(audit.file(), "documents_checked", sentence, Seen::ByStaff)
                .touching("audit", audit.id, &digest),
        );
    }
    Ok(())
}

/// The items that were filled in, with every message at once.
fn read(standard: Scheme, typed: &Typed) -> Result<Vec<Read>> {
    let mut reading = Reading::default();
    let mut found = Vec::new();
    for (n, key) in typed.item.iter().enumerate() {
        let item = standard.item(key).ok_or(Error::NotFound)?;
        found.extend(read_item(&mut reading, typed, n, item));
    }
    reading.done()?;
    Ok(found)
}

/// One item; none while it is left open.
fn read_item(reading: &mut Reading, typed: &Typed, n: usize, item: &'static Item) -> Option<Read> {
    let at = |values: &[String]| values.get(n).cloned().unwrap_or_default();
    let typed_here = [at(&typed.result), at(&typed.document_version), at(&typed.note)];
    if typed_here.iter().all(|text| text.trim().is_empty()) {
        return None;
    }
    let [result, document_version, note] = typed_here;
    let field = |name: &str| format!("{name}-{}", item.key);
    let what = format!("what you found: {}", item.title);
    let result = reading.choice(&field("result"), &result, &what, Completeness::from_key);
    let document_version = reading.optional(&field("document_version"), &document_version, SHORT);
    let note = reading.optional(&field("note"), &note, LONG);
    if note.is_empty() && result.is_some_and(|r| r != Completeness::Complete) {
        reading.errors.add(field("note"), format!("Say what is not complete: {}", item.title));
    }
    let there = result.is_some_and(|r| r != Completeness::Missing);
    if there && item.needs_version && document_version.is_empty() {
        let what =
            "Enter the version of the statement of applicability: it goes onto the attestation";
        reading.errors.add(field("document_version"), what);
    }
    let version = at(&typed.version).trim().parse().unwrap_or(0);
    Some(Read { item, version, result: result?, document_version, note })
}

async fn put(tx: &mut Tx<'_>, audit: &Brief, check: &Read) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into document_checks as c (body_id, client_id, engagement_id, audit_id, item, result, document_version, note, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (body_id, audit_id, item) do update set result = excluded.result, note = excluded.note,
           document_version = excluded.document_version, by_person = excluded.by_person, at = excluded.at, version = c.version + 1
           where c.version = $11",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        check.item.key,
        check.result.key(),
        check.document_version,
        check.note,
        person,
        now,
        check.version
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale(format!(
        "Somebody else has checked \"{}\" meanwhile. What you typed is still here and was not kept: compare the row, and save again.",
        check.item.title
    )))
}
