//! What whoever lodged a complaint gets to read, and how the quality managers hear of it.

use crate::addressees;
use crate::db::Tx;
use crate::error::Result;
use crate::outbox::{Mail, queue_private};
use crate::people::Links;
use uuid::Uuid;

/// The receipt, at once: what it is called, and where it is followed.
pub(super) async fn acknowledge_receipt(
    tx: &mut Tx<'_>,
    links: &Links,
    id: Uuid,
    reference: &str,
    name: &str,
    email: &str,
) -> Result<()> {
    let from_client = tx.actor().client().is_ok();
    let to = Lodger { id, reference, name, email, from_client };
    let text = "we have received it. It costs you nothing. The quality manager acknowledges it, looks into it and tells you how it goes; somebody who had no earlier part in the matter decides it, and you are told the outcome with its reasons.";
    write(tx, links, &to, "received", text).await
}

/// Who lodged it, and what it is called.
pub(super) struct Lodger<'a> {
    pub id: Uuid,
    pub reference: &'a str,
    pub name: &'a str,
    pub email: &'a str,
    pub from_client: bool,
}

/// Tells whoever lodged it, with the way to follow it.
pub(super) async fn write(
    tx: &mut Tx<'_>,
    links: &Links,
    to: &Lodger<'_>,
    subject: &str,
    text: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let slug = sqlx::query_scalar!("select slug from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    let follow = match to.from_client {
        true => links.address(&format!("/b/{slug}/client/complaints")),
        false => links.address(&format!("/b/{slug}/complain/{}", links.token_for(to.id, to.email))),
    };
    let mail = Mail {
        to: to.email.to_owned(),
        subject: format!("{}: {subject}", to.reference),
        body: format!("Dear {},\n\n{text}\n\nYou can follow it here:\n{follow}\n", to.name),
    };
    // The link opens the matter to whoever holds it.
    queue_private(tx, body, mail).await
}

/// The body's quality managers hear of it.
pub(super) async fn tell_quality_managers(
    tx: &mut Tx<'_>,
    reference: &str,
    subject: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let to = sqlx::query_scalar!("select email from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    let title = format!("{reference}: a complaint or appeal was lodged");
    let text = format!(
        "{subject}\n\nThe quality manager acknowledges it in the office, under Complaints."
    );
    addressees::write_to(tx, vec![to], &title, &text).await
}
