//! Suspensions that near or pass their six months (STA-1): what is owed then, and in which words it is said.

use super::Step;
use super::subjects::{About, EARLIEST, Row, Subject};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::Result;
use uuid::Uuid;

/// The suspensions that stand and whose last day comes up, or only the one asked for. The day after the last,
/// what follows (restoring, reducing, withdrawing) goes before the panel.
pub(super) async fn suspensions(tx: &mut Tx<'_>, only: Option<Uuid>) -> Result<Vec<Subject>> {
    let (body, until) = (tx.actor().body()?, tx.today() + EARLIEST);
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id, s.client_id, s.engagement_id, 'The suspension of ' || s.number as "title!", s.until_on as "due_on!",
             'A suspension lasts six months at most: then the certificate is restored, reduced or withdrawn (STA-1).' as "because!",
             null::date as until, c.name as client, 1 as "suspension_days!", null::uuid as audit_id,
             (select max(t.expires_on) from certificates t where t.body_id = s.body_id and t.engagement_id = s.engagement_id) as expires_on,
             (select coalesce(array_agg(e.step), '{}') from escalations e where e.body_id = s.body_id and e.subject_id = s.id) as "taken!"
           from certificate_status s
           join clients c on c.body_id = s.body_id and c.client_id = s.client_id
           where s.body_id = $1 and s.status = 'suspended' and s.until_on <= $2 and ($3::uuid is null or s.id = $3)
             and not exists (select from certificate_status n where n.body_id = s.body_id and n.engagement_id = s.engagement_id and n.id > s.id)
           order by s.until_on, s.id"#,
        body,
        until,
        only
    )
    .fetch_all(tx.sql())
    .await?;
    let subject = |row: Row| {
        let (title, due_on) = (row.title.clone(), row.due_on);
        row.subject(About::Suspension, title, due_on)
    };
    Ok(rows.into_iter().map(subject).collect())
}

/// The step on the record.
pub(super) fn sentence(subject: &Subject, step: Step, told: &str) -> String {
    let (what, due) = (&subject.title, in_words(subject.due_on));
    match step {
        Step::Warning => format!("Warned {told}: {what} had its last day on {due}."),
        Step::Proposal => format!(
            "Laid before the certification panel what follows {}, which had its last day on {due}, and told {told}. The panel decides.",
            lower(what)
        ),
        _ => format!("Reminded {told}: {what} has its last day on {due}."),
    }
}

pub(super) fn to_client(subject: &Subject, step: Step) -> (String, String) {
    let (what, due) = (&subject.title, in_words(subject.due_on));
    let to_do = "Please show us now that what led to the suspension is settled: you find what is open under Findings and The cycle in your portal.";
    match step {
        Step::Warning | Step::Proposal => (
            format!("{what} has reached its last day"),
            format!(
                "{what} had its last day on {due}. Your certificate stays suspended until the certification panel decides, independently, whether it is restored, reduced or withdrawn.\n\n{to_do}"
            ),
        ),
        _ => (
            format!("{what} ends on {due} at the latest"),
            format!("{what} has its last day on {due}. {}\n\n{to_do}", subject.because),
        ),
    }
}

pub(super) fn to_staff(subject: &Subject, step: Step) -> (String, String) {
    let (client, what, due) = (&subject.client, &subject.title, in_words(subject.due_on));
    match step {
        Step::Proposal => (
            format!("For the panel: {client}, after the suspension"),
            format!(
                "{what} of {client} had its last day on {due}. A case on what follows was laid before the panel by itself; nothing is decided. Please appoint the panel on the file's page Decision."
            ),
        ),
        _ => (
            format!("Last day {due}: {client}, suspended"),
            format!("{what} of {client} has its last day on {due}. {}", subject.because),
        ),
    }
}

/// "The suspension …" within a sentence.
fn lower(title: &str) -> String {
    title.replacen("The", "the", 1)
}
