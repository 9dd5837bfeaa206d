//! Issuing a version: the draft is complete, gets its label and date, and is frozen.

use super::{Content, gaps, reads};
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::files;
use crate::parse::{Reading, SHORT};
use crate::record::{Entry, Seen};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

/// A version as it is typed; `id` is the page's own, so that sent twice it is issued once.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Issue {
    pub id: String,
    pub label: String,
    pub dated_on: String,
}

/// Issues the acting client's draft as a version. Refused while a control is not answered, or is not
/// applicable without a justification; each is named at its heading.
pub async fn issue(tx: &mut Tx<'_>, typed: Issue) -> Result<()> {
    let file = files::own(tx).await?;
    files::take_turns(tx, file.engagement_id).await?;
    let id: Uuid = typed.id.parse().unwrap_or_else(|_| tx.new_id());
    if !file.standard.statement_of_applicability {
        let none = format!("{} has no statement of applicability", file.standard);
        return Err(FieldErrors::one("label", none).into());
    }
    let named = read(&typed)?;
    let label = named.label.as_str();
    let content = reads::draft(tx, &file).await?.content();
    let before = known(tx, &file).await?;
    if before.iter().any(|(known, ..)| *known == id) {
        return Ok(());
    }
    let mut errors = FieldErrors::default();
    for (heading, lacks) in gaps(file.standard, &content) {
        errors.add(heading, format!("Complete {heading}. {}", lacks.join("; ")));
    }
    if before.iter().any(|(_, _, called)| *called == label) {
        errors.add("label", "There is a version of this name: call this one otherwise");
    }
    errors.check()?;
    let revision = before.first().map_or(1, |(_, revision, _)| revision + 1);
    keep(tx, &file, (id, revision), &named, &content).await?;
    let sentence = format!("Issued version {label} of the statement of applicability.");
    let digest = Sha256::digest(serde_json::to_vec(&content)?);
    tx.record(Entry::new(file.file(), "statement_issued", sentence, Seen::ByClientToo).touching(
        "statement",
        id,
        &digest,
    ));
    let to = addressees::office(tx).await?;
    let subject = format!("{}: a new statement of applicability", file.reference);
    let text = format!(
        "{} has issued version {label} of its statement of applicability. What differs from the version before stands in the office, under Clients, {}, Changes.",
        file.client_name, file.reference
    );
    addressees::write_to(tx, to, &subject, &text).await
}

/// What a version is called, and its date.
struct Named {
    label: String,
    dated_on: Date,
}

fn read(typed: &Issue) -> Result<Named> {
    let mut reading = Reading::default();
    let label = reading.required("label", &typed.label, "what this version is called", SHORT);
    let dated_on = reading.date("dated_on", &typed.dated_on, "the date of this version");
    if dated_on.is_none() && reading.errors.0.iter().all(|(field, _)| field != "dated_on") {
        reading.errors.add("dated_on", "Enter the date of this version");
    }
    reading.done()?;
    let missing = || Error::Fault("a version was read without its date".into());
    Ok(Named { label, dated_on: dated_on.ok_or_else(missing)? })
}

/// The versions there are: id, number and name, newest first.
async fn known(tx: &mut Tx<'_>, file: &files::Brief) -> Result<Vec<(Uuid, i32, String)>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select id, revision, label from statement_versions where body_id = $1 and engagement_id = $2 order by revision desc",
        body,
        file.engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.revision, row.label)).collect())
}

async fn keep(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    (id, revision): (Uuid, i32),
    named: &Named,
    content: &Content,
) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into statement_versions (body_id, client_id, engagement_id, id, revision, label, dated_on, content, digest, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, sha256(convert_to($8::jsonb::text, 'UTF8')), $9, $10)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        revision,
        named.label,
        named.dated_on,
        Json(content) as _,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
