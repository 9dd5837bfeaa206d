//! Stage 1's check: is the documented information there, and complete (AUD-1)? Completeness, not effectiveness.

pub use super::documented::{Completeness, Item};
use super::{Brief, at_work};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The eight items as typed, one value of each field per item, in any order.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub item: Vec<String>,
    pub version: Vec<String>,
    pub result: Vec<String>,
    pub document_version: Vec<String>,
    pub note: Vec<String>,
}

/// One item as it stands.
#[derive(Debug, Clone)]
pub struct Check {
    pub item: Item,
    pub version: i32,
    pub result: Option<Completeness>,
    pub document_version: String,
    pub note: String,
    /// Who checked it; empty while nobody has.
    pub who: String,
}

struct Read {
    item: Item,
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
    let found = read(&typed)?;
    let now = of(tx, audit_id).await?;
    let mut said = Vec::new();
    for check in &found {
        if now.iter().any(|n| n.item == check.item && check.says_the_same(n)) {
            continue;
        }
        put(tx, &audit, check).await?;
        said.push(format!("{} {}", check.item.title(), check.result.title().to_lowercase()));
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

pub(super) async fn stage_1_at_work(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Brief> {
    let audit = at_work(tx, audit_id).await?;
    if audit.kind.is_stage_1() {
        return Ok(audit);
    }
    Err(rulebook::AUD_1
        .refuse(
            "Documented information and areas of concern are Stage 1's.",
            "Conclude on the requirement, or raise a finding.",
        )
        .into())
}

fn read(typed: &Typed) -> Result<Vec<Read>> {
    let mut reading = Reading::default();
    let mut found = Vec::new();
    let at = |values: &[String], n: usize| values.get(n).cloned().unwrap_or_default();
    for (n, key) in typed.item.iter().enumerate() {
        let item = Item::from_key(key).ok_or(Error::NotFound)?;
        let (result, note) = (at(&typed.result, n), at(&typed.note, n));
        let document_version = at(&typed.document_version, n);
        if [&result, &note, &document_version].iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        let field = |name: &str| format!("{name}-{key}");
        let what = format!("what you found: {}", item.title());
        let result = reading.choice(&field("result"), &result, &what, Completeness::from_key);
        let document_version =
            reading.optional(&field("document_version"), &document_version, SHORT);
        let note = reading.optional(&field("note"), &note, LONG);
        if note.is_empty() && result.is_some_and(|r| r != Completeness::Complete) {
            reading
                .errors
                .add(field("note"), format!("Say what is not complete: {}", item.title()));
        }
        if document_version.is_empty()
            && item.needs_version()
            && result.is_some_and(|r| r != Completeness::Missing)
        {
            reading.errors.add(
                field("document_version"),
                "Enter the version of the statement of applicability: it goes onto the attestation",
            );
        }
        let version = at(&typed.version, n).trim().parse().unwrap_or(0);
        if let Some(result) = result {
            found.push(Read { item, version, result, document_version, note });
        }
    }
    reading.done()?;
    Ok(found)
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
        check.item.key(),
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
        check.item.title()
    )))
}

/// The eight items in their order, each as it stands.
pub async fn of(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Check>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select c.item, c.version, c.result, c.document_version, c.note, p.name as who
         from document_checks c join people p on p.id = c.by_person where c.body_id = $1 and c.audit_id = $2",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?;
    let open = |item| Check {
        item,
        version: 0,
        result: None,
        document_version: String::new(),
        note: String::new(),
        who: String::new(),
    };
    let stands = |item: Item| {
        rows.iter().find(|row| row.item == item.key()).map_or_else(
            || open(item),
            |row| Check {
                item,
                version: row.version,
                result: Completeness::from_key(&row.result),
                document_version: row.document_version.clone(),
                note: row.note.clone(),
                who: row.who.clone(),
            },
        )
    };
    Ok(Item::ALL.into_iter().map(stands).collect())
}

/// Entries of the client's AI-system register that lack something, the least complete first (APP-5).
#[derive(Debug, Clone, Default)]
pub struct Gaps {
    /// Entries in all, and those with gaps.
    pub entries: i64,
    pub incomplete: i64,
    /// Name and how many fields are empty; at most twenty.
    pub worst: Vec<(String, i32)>,
}

/// What Stage 1 sees of the register: names and how much is empty.
pub async fn register_gaps(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Gaps> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"with register as (
             select name, cardinality(array_positions(array[purpose, function, design_decisions, training_data, operation_data, decides, context,
               owner, limitations, failure_modes, bias_indicators, stage, origin, risk_class, personal_data], ''))
               + (origin = 'procured' and supplier = '')::int as empty
             from ai_systems where body_id = $1 and engagement_id = $2 and removed_at is null)
           select name, empty as "empty!", count(*) over () as "entries!", count(*) filter (where empty > 0) over () as "incomplete!"
           from register order by empty desc, name limit 20"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let (entries, incomplete) = rows.first().map_or((0, 0), |row| (row.entries, row.incomplete));
    let worst =
        rows.into_iter().filter(|row| row.empty > 0).map(|row| (row.name, row.empty)).collect();
    Ok(Gaps { entries, incomplete, worst })
}
