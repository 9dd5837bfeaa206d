//! What a team's news say, and to whom.

use crate::audits;
use crate::db::Tx;
use crate::error::Result;
use crate::outbox::{Mail, queue};

/// Mails every member of the audit's client; `text` goes on after "Dear …,".
pub(crate) async fn mail_client(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    subject: &str,
    text: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let people = sqlx::query!(
        "select p.name, p.email from client_members m join people p on p.id = m.person_id
         where m.body_id = $1 and m.client_id = $2 and m.until is null",
        body,
        audit.client_id
    )
    .fetch_all(tx.sql())
    .await?;
    for person in people {
        let subject = format!("{}: {subject}", audit.reference);
        queue(
            tx,
            body,
            Mail { to: person.email, subject, body: format!("Dear {},\n\n{text}\n", person.name) },
        )
        .await?;
    }
    Ok(())
}

/// Mails the body's office.
pub(crate) async fn mail_office(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    subject: &str,
    text: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let to = sqlx::query_scalar!("select email from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    queue(
        tx,
        body,
        Mail {
            to,
            subject: format!("{} ({}): {subject}", audit.reference, audit.client_name),
            body: format!("{text}\n"),
        },
    )
    .await
}
