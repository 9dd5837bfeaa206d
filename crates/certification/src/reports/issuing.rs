//! A report is issued once it is complete: sealed by its digest and locked, its findings told with it (AUD-6).

use super::content::Content;
use super::drafting::draft;
use super::{facts, mails, missing};
use crate::audits::{Brief, Step, advance, hold};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, Seen};
use crate::{cycle, findings};
use uuid::Uuid;

/// Issues the report, complete, sealed by its digest and locked; the findings go to the client with it.
pub async fn issue(tx: &mut Tx<'_>, audit_id: Uuid, draft_version: i32) -> Result<Uuid> {
    let audit = hold(tx, audit_id).await?;
    audit.lead_auditor()?;
    audit.state.after(Step::IssueReport)?;
    let (stands, text) = draft(tx, audit_id).await?;
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
    let sentence = format!("Issued the {} report.", audit.kind.title());
    let id = keep(tx, &audit, &content, "report_issued", sentence).await?;
    advance(tx, &audit, Step::IssueReport).await?;
    cycle::held(tx, &audit).await?;
    let owed = findings::issue_all(tx, &audit).await?;
    mails::issued(tx, &audit, &content, owed).await?;
    Ok(id)
}

pub(super) async fn keep(
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
