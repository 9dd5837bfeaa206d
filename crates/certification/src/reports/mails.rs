//! Who is told when a report is issued, corrected or reviewed.

use super::content::Content;
use crate::addressees;
use crate::audits::Brief;
use crate::db::Tx;
use crate::error::Result;

/// Tells the client, and the scheme managers whose turn it is.
pub(super) async fn issued(
    tx: &mut Tx<'_>,
    audit: &Brief,
    content: &Content,
    owed: u64,
) -> Result<()> {
    let kind = audit.kind.title();
    let text = format!(
        "{kind} of {} is finished, and its report is issued.\n\n{}\n\nWhat the certification body publishes of the report appears under Reports in your portal.\n\n{}",
        audit.reference,
        answers_owed(owed),
        content.facts.body.name
    );
    to_client(tx, audit, &format!("{kind}: report issued"), &text).await?;
    let next = if audit.kind.is_stage_1() {
        "Review its conclusion on readiness; Stage 2 waits for it."
    } else {
        "Read it, and publish to the client what it may see."
    };
    let text = format!(
        "The {kind} report of {} ({}) is issued by {}.\n\n{next}",
        audit.client_name, audit.reference, content.issued_by
    );
    to_scheme_managers(tx, &format!("{kind} report issued: {}", audit.client_name), &text).await
}

fn answers_owed(owed: u64) -> String {
    match owed {
        0 => "No answer is owed to a finding.".to_owned(),
        1 => "One nonconformity waits for your answer, with correction, root cause and corrective action. You find it under Findings in your portal, with the day by which the answer is due.".to_owned(),
        n => format!("{n} nonconformities wait for your answer, each with correction, root cause and corrective action. You find them under Findings in your portal, with the day by which each answer is due."),
    }
}

/// Tells the scheme managers that an earlier version no longer stands.
pub(super) async fn corrected(tx: &mut Tx<'_>, audit: &Brief, content: &Content) -> Result<()> {
    let what = format!(
        "The {} report of {} ({}) is corrected by version {}.",
        audit.kind.title(),
        audit.client_name,
        audit.reference,
        content.version
    );
    let body = format!(
        "{what}\n\nReason: {}\n\nWhat was published of the earlier version stays as it was; publish from the new one what the client may see.",
        content.correction
    );
    to_scheme_managers(
        tx,
        &format!("{} report corrected: {}", audit.kind.title(), audit.client_name),
        &body,
    )
    .await
}

/// Tells the lead auditors of the client's audits what the review of Stage 1 came to.
pub(super) async fn reviewed(
    tx: &mut Tx<'_>,
    audit: &Brief,
    ready: bool,
    reasons: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let leads = sqlx::query_scalar!(
        "select distinct p.email from team_members t join people p on p.id = t.person_id
         where t.body_id = $1 and t.engagement_id = $2 and t.role = 'lead_auditor' and t.released_at is null",
        body,
        audit.engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let said = if ready {
        "Stage 2 can be opened on the day agreed with the client."
    } else {
        "Stage 2 cannot be opened yet."
    };
    let text = format!(
        "The Stage 1 report of {} ({}) is reviewed. {said}\n\nReasons: {reasons}",
        audit.client_name, audit.reference
    );
    addressees::write_to(tx, leads, &format!("Stage 1 reviewed: {}", audit.client_name), &text)
        .await
}

/// Tells everybody who acts for the client.
async fn to_client(tx: &mut Tx<'_>, audit: &Brief, subject: &str, text: &str) -> Result<()> {
    let members = addressees::client(tx, audit.client_id).await?;
    addressees::write_to(tx, members, subject, text).await
}

async fn to_scheme_managers(tx: &mut Tx<'_>, subject: &str, text: &str) -> Result<()> {
    let managers = addressees::scheme_managers(tx).await?;
    addressees::write_to(tx, managers, subject, text).await
}
