//! The mail to a person whose factors changed, so that nobody adds a key of their own to somebody else's account
//! unnoticed.

use crate::actor::Actor;
use crate::db::Tx;
use crate::error::Result;
use crate::outbox::{self, Mail};

/// Tells the person, in the name of a body where they have a function, else of the first.
pub(super) async fn tell(tx: &mut Tx<'_>, actor: &Actor, subject: &str, said: &str) -> Result<()> {
    let person = actor.person()?;
    let body = sqlx::query!(
        "select b.id, b.name from bodies b
         order by exists (select from memberships m where m.body_id = b.id and m.person_id = $1 and m.until is null) desc, b.name limit 1",
        person
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(body) = body else { return Ok(()) };
    let text = format!(
        "Dear {},\n\n{said}\n\nIf this was not you, set a new password at once and tell the office of your certification body: whoever did it knows your password.\n\n{}\n",
        actor.name(),
        body.name
    );
    let mail = Mail { to: actor.email().to_owned(), subject: subject.to_owned(), body: text };
    outbox::queue_private(tx, body.id, mail).await
}
