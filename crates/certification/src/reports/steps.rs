//! Writing a report, issuing it once it is complete, and correcting it by a new version (AUD-6).

use super::content::Content;
use super::text::Text;
use super::{facts, mails, missing};
use crate::audits::{Brief, Step, advance, at_work, hold};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::findings;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use uuid::Uuid;

/// Keeps the draft as far as it is written; `version` is the one that the page was made from, 0 for none.
pub async fn save(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    version: i32,
    typed: impl Fn(&str) -> String,
) -> Result<()> {
    let audit = at_work(tx, audit_id).await?;
    let text = read(&audit, typed)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into report_drafts as d (body_id, client_id, engagement_id, audit_id, content, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (body_id, audit_id) do update set content = excluded.content, by_person = excluded.by_person,
           at = excluded.at, version = d.version + 1 where d.version = $8 or d.content = excluded.content",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        serde_json::to_value(&text)?,
        person,
        now,
        version
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("Somebody else of the team has written in this draft meanwhile. What you typed is still here and was not kept: compare, and save again.".into()))
}

fn read(audit: &Brief, typed: impl Fn(&str) -> String) -> Result<Text> {
    let mut reading = Reading::default();
    let mut text = Text::typed(audit.kind, typed);
    for field in super::fields(audit.kind) {
        let value = reading.optional(field.key, text.get(field.key), LONG);
        if !field.choices().is_empty() && !value.is_empty() && field.words(&value).is_empty() {
            reading.errors.add(
                field.key,
                format!("Choose one of those offered: {}", field.label.to_lowercase()),
            );
        }
        text.set(field.key, value);
    }
    reading.done()?;
    Ok(text)
}

/// Issues the report, complete, sealed by its digest and locked; the findings go to the client with it.
pub async fn issue(tx: &mut Tx<'_>, audit_id: Uuid, draft_version: i32) -> Result<Uuid> {
    let audit = hold(tx, audit_id).await?;
    audit.lead_auditor()?;
    audit.state.after(Step::IssueReport)?;
    let body = tx.actor().body()?;
    let draft = sqlx::query!(
        "select version, content from report_drafts where body_id = $1 and audit_id = $2",
        body,
        audit_id
    )
    .fetch_optional(tx.sql())
    .await?;
    let (stands, text) = match draft {
        Some(draft) => (draft.version, serde_json::from_value(draft.content)?),
        None => (0, Text::default()),
    };
    if stands != draft_version {
        return Err(Error::Stale(
            "The draft was changed after you opened this page: read it again before you issue it."
                .into(),
        ));
    }
    let facts = facts::of(tx, audit_id).await?;
    if let Some(refusal) = missing::refuse(missing::of(audit.kind, &facts, &text)) {
        return Err(refusal.into());
    }
    let content = Content {
        format: "assay-report-v1".into(),
        version: 1,
        correction: String::new(),
        issued_by: tx.actor().name().to_owned(),
        issued_on: tx.today().to_string(),
        facts,
        text,
    };
    let id = keep(
        tx,
        &audit,
        &content,
        "report_issued",
        format!("Issued the {} report.", audit.kind.title()),
    )
    .await?;
    advance(tx, &audit, Step::IssueReport).await?;
    let owed = findings::issue_all(tx, &audit).await?;
    mails::issued(tx, &audit, &content, owed).await?;
    Ok(id)
}

async fn keep(
    tx: &mut Tx<'_>,
    audit: &Brief,
    content: &Content,
    act: &'static str,
    sentence: String,
) -> Result<Uuid> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    let digest = content.digest()?;
    sqlx::query!(
        "insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        content.version,
        serde_json::to_value(content)?,
        digest,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    tx.record(
        Entry::new(audit.file(), act, sentence, Seen::ByClientToo).touching("report", id, &digest),
    );
    Ok(id)
}

/// Corrects an issued report by a new version with its reason; the earlier one stays as it is. What was
/// found stays too: only what is written about it can be corrected.
pub async fn correct(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    of_version: i32,
    reason: &str,
    typed: impl Fn(&str) -> String,
) -> Result<Uuid> {
    let audit = hold(tx, audit_id).await?;
    audit.lead_auditor()?;
    if !audit.state.is_reported() {
        return Err(rulebook::AUD_6
            .refuse("The report is not issued yet.", "Change the draft.")
            .into());
    }
    let mut reading = Reading::default();
    let correction = reading.required(
        "reason",
        reason,
        "the reason for the correction: it stands on the new version",
        LONG,
    );
    let text = match (read(&audit, typed), reading.done()) {
        (Ok(text), Ok(())) => text,
        (Err(Error::Invalid(errors)), Err(Error::Invalid(more))) => {
            return Err(FieldErrors([more.0, errors.0].concat()).into());
        }
        (Err(problem), _) | (_, Err(problem)) => return Err(problem),
    };
    let body = tx.actor().body()?;
    let last = sqlx::query!("select version, content from reports where body_id = $1 and audit_id = $2 order by version desc limit 1", body, audit_id)
        .fetch_one(tx.sql())
        .await?;
    if last.version != of_version {
        return Err(Error::Stale(format!(
            "Version {} of this report was issued meanwhile: correct that one.",
            last.version
        )));
    }
    let before: Content = serde_json::from_value(last.content)?;
    if before.text == text {
        return Err(FieldErrors::one(
            "",
            "Nothing is corrected: the text is the same as in the version before",
        )
        .into());
    }
    if let Some(refusal) = missing::refuse(missing::of(audit.kind, &before.facts, &text)) {
        return Err(refusal.into());
    }
    let (version, issued_by, issued_on) =
        (last.version + 1, tx.actor().name().to_owned(), tx.today().to_string());
    let content = Content { version, correction, issued_by, issued_on, text, ..before };
    let sentence = format!("Corrected the {} report by version {version}.", audit.kind.title());
    let id = keep(tx, &audit, &content, "report_corrected", sentence).await?;
    mails::corrected(tx, &audit, &content).await?;
    Ok(id)
}
