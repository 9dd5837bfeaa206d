//! A step as a row, on the record and in the post: to the office and the client, and when something is overdue
//! to the lead auditor as well.

use super::Step;
use super::subjects::{About, Subject};
use super::suspended;
use crate::addressees;
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::Result;
use crate::record::{Entry, Seen};
use uuid::Uuid;

/// Keeps the step and tells of it; false when somebody took it first.
pub(super) async fn tell(
    tx: &mut Tx<'_>,
    subject: &Subject,
    step: Step,
    case: Option<Uuid>,
) -> Result<bool> {
    let lead = match subject.audit_id.filter(|_| !step.is_reminder()) {
        Some(audit) => addressees::lead_auditor(tx, audit).await?,
        None => Vec::new(),
    };
    let told = match lead.is_empty() {
        true => "the client and the scheme managers",
        false => "the client, the scheme managers and the lead auditor",
    };
    if !keep(tx, subject, step, case, told).await? {
        return Ok(false);
    }
    let sentence = sentence(subject, step, told);
    tx.record(Entry::new(subject.file, act(step), sentence, Seen::ByClientToo));
    let to = addressees::client(tx, subject.file.client_id).await?;
    let (heading, text) = to_client(subject, step);
    addressees::write_to(tx, to, &heading, &text).await?;
    let mut to = addressees::scheme_managers(tx).await?;
    to.extend(lead);
    let (heading, text) = to_staff(subject, step);
    addressees::write_to(tx, to, &heading, &text).await?;
    Ok(true)
}

async fn keep(
    tx: &mut Tx<'_>,
    subject: &Subject,
    step: Step,
    case: Option<Uuid>,
    told: &str,
) -> Result<bool> {
    let (body, now, today, id) = (tx.actor().body()?, tx.now(), tx.today(), tx.new_id());
    let kept = sqlx::query!(
        "insert into escalations (body_id, client_id, engagement_id, id, subject_kind, subject_id, step, about, due_on, taken_on, told, case_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (body_id, subject_id, step) do nothing",
        body,
        subject.file.client_id,
        subject.file.engagement_id,
        id,
        subject.kind(),
        subject.id,
        step.key(),
        subject.title,
        subject.due_on,
        today,
        told,
        case,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(kept.rows_affected() == 1)
}

fn act(step: Step) -> &'static str {
    match step {
        Step::Warning => "overdue_warned",
        Step::Proposal => "suspension_proposed",
        _ => "due_reminded",
    }
}

fn sentence(subject: &Subject, step: Step, told: &str) -> String {
    if subject.about == About::Suspension {
        return suspended::sentence(subject, step, told);
    }
    let (what, due) = (&subject.title, in_words(subject.due_on));
    match step {
        Step::Warning => format!("Warned {told}: {what} is overdue since {due}."),
        Step::Proposal => format!(
            "Proposed a suspension to the certification panel, because {what} is overdue since {due}, and told {told}. The panel decides."
        ),
        _ => format!("Reminded {told}: {what} is due by {due}."),
    }
}

/// What the client is asked to do.
fn to_do(subject: &Subject) -> &'static str {
    match subject.about {
        About::Major { .. } => {
            "Please open the finding under Findings in your portal, answer what is still asked for, and see that the corrective action is done, so that the audit team can verify its effect."
        }
        _ => {
            "Please agree a date for the audit with us now: you find the dates under The cycle in your portal, and our address on our page."
        }
    }
}

fn to_client(subject: &Subject, step: Step) -> (String, String) {
    if subject.about == About::Suspension {
        return suspended::to_client(subject, step);
    }
    let (what, due, to_do) = (&subject.title, in_words(subject.due_on), to_do(subject));
    match step {
        Step::Warning => (
            format!("Overdue: {what}, since {due}"),
            format!(
                "{what} was due by {due} and is overdue.\n\n{to_do}\n\n{}",
                consequence(subject)
            ),
        ),
        Step::Proposal => (
            format!("Your certification may be suspended: {what} is overdue"),
            format!(
                "{what} was due by {due} and is still overdue. A suspension of your certification is now before the certification panel, which decides independently. Nothing is decided yet.\n\n{to_do}"
            ),
        ),
        _ => (
            format!("Due by {due}: {what}"),
            format!("{what} is due by {due}.\n\n{}\n\n{to_do}", subject.because),
        ),
    }
}

/// What happens if nothing is done.
fn consequence(subject: &Subject) -> String {
    match (subject.about, subject.expires_on) {
        (About::Recertification, Some(until)) => format!(
            "Your attestation expires on {}. What is not renewed by then is no longer valid.",
            in_words(until)
        ),
        (About::Major { .. }, None) => {
            "Certification cannot be granted while a major nonconformity is open; after six months another Stage 2 is needed.".to_owned()
        }
        _ => format!(
            "If it is not done, a suspension of your certification is put before the certification panel {} days after that date at the latest.",
            subject.suspension_days
        ),
    }
}

fn to_staff(subject: &Subject, step: Step) -> (String, String) {
    if subject.about == About::Suspension {
        return suspended::to_staff(subject, step);
    }
    let (client, what, due) = (&subject.client, &subject.title, in_words(subject.due_on));
    match step {
        Step::Warning => (
            format!("Overdue: {client}, {what}"),
            format!("{what} of {client} was due by {due} and is overdue. {}", subject.because),
        ),
        Step::Proposal => (
            format!("Suspension proposed: {client}, {what} is overdue"),
            format!(
                "{what} of {client} was due by {due} and is still overdue. A case of suspension was laid before the panel by itself; nothing is decided. Please appoint the panel on the file's page Decision."
            ),
        ),
        _ => (
            format!("Due by {due}: {client}, {what}"),
            format!("{what} of {client} is due by {due}. {}", subject.because),
        ),
    }
}
