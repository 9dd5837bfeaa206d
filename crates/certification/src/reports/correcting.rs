//! An issued report is corrected by a new version with its reason; the earlier one stays as it is (AUD-6).

use super::content::Content;
use super::drafting::read;
use super::issuing::keep;
use super::text::Text;
use super::{mails, missing};
use crate::audits::{Brief, hold};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{LONG, Reading};
use crate::rulebook;
use uuid::Uuid;

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
    let (correction, text) = read_correction(&audit, reason, typed)?;
    let before = newest(tx, audit_id, of_version).await?;
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
        (of_version + 1, tx.actor().name().to_owned(), tx.today().to_string());
    let content = Content { version, correction, issued_by, issued_on, text, ..before };
    let sentence = format!("Corrected the {} report by version {version}.", audit.kind.title());
    let id = keep(tx, &audit, &content, "report_corrected", sentence).await?;
    mails::corrected(tx, &audit, &content).await?;
    Ok(id)
}

/// The reason and the corrected text, with every message at once.
fn read_correction(
    audit: &Brief,
    reason: &str,
    typed: impl Fn(&str) -> String,
) -> Result<(String, Text)> {
    let mut reading = Reading::default();
    let correction = reading.required(
        "reason",
        reason,
        "the reason for the correction: it stands on the new version",
        LONG,
    );
    match (read(audit, typed), reading.done()) {
        (Ok(text), Ok(())) => Ok((correction, text)),
        (Err(Error::Invalid(errors)), Err(Error::Invalid(more))) => {
            Err(FieldErrors([more.0, errors.0].concat()).into())
        }
        (Err(problem), _) | (_, Err(problem)) => Err(problem),
    }
}

/// The newest version, if it is the one that the page had shown.
async fn newest(tx: &mut Tx<'_>, audit_id: Uuid, of_version: i32) -> Result<Content> {
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
    Ok(serde_json::from_value(last.content)?)
}
