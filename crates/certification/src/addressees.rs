//! Whom a mail goes to: the client's people, the body's scheme managers, an audit's lead auditor.

use crate::db::Tx;
use crate::error::Result;
use crate::outbox::{self, Mail};
use uuid::Uuid;

/// Everybody who acts for the client.
pub(crate) async fn client(tx: &mut Tx<'_>, client_id: Uuid) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select p.email from client_members m join people p on p.id = m.person_id
         where m.body_id = $1 and m.client_id = $2 and m.until is null order by p.email",
        body,
        client_id
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The body's office; the only one of the body whose address the client's room knows.
pub(crate) async fn office(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!("select email from bodies where id = $1", body)
        .fetch_all(tx.sql())
        .await?)
}

/// The body's scheme managers.
pub(crate) async fn scheme_managers(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select p.email from memberships m join people p on p.id = m.person_id
         where m.body_id = $1 and m.function = 'scheme_manager' and m.until is null order by p.email",
        body
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The body's quality managers; its administrators where it has none.
pub(crate) async fn quality(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select p.email from memberships m join people p on p.id = m.person_id
         where m.body_id = $1 and m.until is null and m.function = case
           when exists (select from memberships q where q.body_id = $1 and q.function = 'quality_manager' and q.until is null)
           then 'quality_manager' else 'administrator' end order by p.email",
        body
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Who leads this audit.
pub(crate) async fn lead_auditor(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select p.email from team_members t join people p on p.id = t.person_id
         where t.body_id = $1 and t.audit_id = $2 and t.role = 'lead_auditor' and t.released_at is null",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Queues one letter to each of them.
pub(crate) async fn write_to(
    tx: &mut Tx<'_>,
    to: Vec<String>,
    subject: &str,
    text: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    for to in to {
        outbox::queue(tx, body, Mail { to, subject: subject.to_owned(), body: text.to_owned() })
            .await?;
    }
    Ok(())
}
