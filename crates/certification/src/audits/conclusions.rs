//! What the team concludes on each clause and control, by which method, on what evidence (AUD-4). One
//! form holds a whole heading's rows; a row is kept when somebody touched it, and each is guarded by itself.

pub use super::verdict::{Conclusion, Method};
use super::{Brief, at_work};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::standards::{AIMS, Requirement};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The rows of one heading as typed: one value of each field per requirement; `method` holds
/// "6.1.2 interview" for each box that was ticked.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub requirement: Vec<String>,
    /// What the row was when the page was made (see [`Row::seen`]).
    pub seen: Vec<String>,
    pub conclusion: Vec<String>,
    pub evidence: Vec<String>,
    pub method: Vec<String>,
}

/// One requirement's conclusion as it stands, or as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub requirement: String,
    /// 0 while nothing is kept.
    pub version: i32,
    /// Its key; empty while nothing is concluded.
    pub conclusion: String,
    pub methods: Vec<String>,
    pub evidence: String,
    /// Who wrote it last.
    pub who: String,
}

impl Row {
    /// The row's version and words in short: what a page hands back so that the house knows whether the
    /// row was touched there, and whether somebody else has changed it meanwhile.
    pub fn seen(&self) -> String {
        format!("{}-{}", self.version, self.words())
    }

    /// A digest of what it says.
    fn words(&self) -> String {
        let text =
            [self.conclusion.clone(), self.methods.join(" "), self.evidence.clone()].join("\n");
        hex::encode(&Sha256::digest(text)[..8])
    }

    pub fn concluded(&self) -> Option<Conclusion> {
        Conclusion::from_key(&self.conclusion)
    }
}

impl Typed {
    /// The typed rows, each with what the page had shown.
    pub fn rows(&self) -> Vec<(Row, String)> {
        let at = |values: &[String], n: usize| {
            values.get(n).map(|v| v.trim().replace("\r\n", "\n")).unwrap_or_default()
        };
        let row = |(n, requirement): (usize, &String)| {
            let ticked = |method: &&Method| {
                self.method.iter().any(|m| *m == format!("{requirement} {}", method.key()))
            };
            let methods = Method::ALL.iter().filter(ticked).map(|m| m.key().to_owned()).collect();
            let (conclusion, evidence) = (at(&self.conclusion, n), at(&self.evidence, n));
            (
                Row {
                    requirement: requirement.clone(),
                    conclusion,
                    methods,
                    evidence,
                    ..Row::default()
                },
                at(&self.seen, n),
            )
        };
        self.requirement.iter().enumerate().map(row).collect()
    }
}

/// Whether a typed row differs from what the page had shown.
pub fn touched(row: &Row, seen: &str) -> bool {
    seen.split_once('-').is_none_or(|(_, words)| words != row.words())
}

/// Keeps the rows that were touched. If somebody else changed one of them meanwhile, nothing is kept and
/// the answer says which and who.
pub async fn save(tx: &mut Tx<'_>, audit_id: Uuid, group: &str, typed: Typed) -> Result<()> {
    let audit = concluding(tx, audit_id).await?;
    let rows: Vec<_> = typed.rows().into_iter().filter(|(row, seen)| touched(row, seen)).collect();
    if rows
        .iter()
        .any(|(row, _)| AIMS.requirement(&row.requirement).is_none_or(|r| r.group != group))
    {
        return Err(Error::NotFound);
    }
    check(&rows)?;
    let now = of_group(tx, audit_id, group).await?;
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

async fn concluding(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Brief> {
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

fn check(rows: &[(Row, String)]) -> Result<()> {
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
            not_applicable(row, AIMS.requirement(id), &mut reading.errors);
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

/// Every conclusion of an audit that is kept.
pub async fn of(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Row>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Row,
        "select c.requirement, c.version, c.conclusion, c.methods, c.evidence, p.name as who
         from conclusions c join people p on p.id = c.by_person where c.body_id = $1 and c.audit_id = $2",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The requirements of one heading, each as it stands.
pub async fn of_group(tx: &mut Tx<'_>, audit_id: Uuid, group: &str) -> Result<Vec<Row>> {
    let kept = of(tx, audit_id).await?;
    let stands = |requirement: &Requirement| {
        let row = kept.iter().find(|row| row.requirement == requirement.id).cloned();
        row.unwrap_or_else(|| Row { requirement: requirement.id.clone(), ..Row::default() })
    };
    Ok(AIMS.in_group(group).map(stands).collect())
}
