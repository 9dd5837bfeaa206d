//! The door's mails: a one-time link and what it is for.

use super::links::{Account, Links, Purpose, SHORTLY};
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::outbox::{self, Mail};
use crate::parse::normalise;
use time::Duration;
use uuid::Uuid;

/// Mails to one address within [`PACE`], before further ones are dropped.
const MAILS: i64 = 5;
const PACE: Duration = Duration::hours(1);

/// Puts a one-time link into the mail, unless the mailbox has had enough of them.
pub(super) async fn write_link(
    tx: &mut Tx<'_>,
    links: &Links,
    account: &Account,
    purpose: Purpose,
    at: &str,
    next: &str,
) -> Result<()> {
    let (body, body_name) = letterhead(tx, at).await?;
    if !within_measure(tx, &account.email).await? {
        return Ok(());
    }
    let link = links.link(account, purpose, tx.now() + SHORTLY, next)?;
    let (subject, text) = match purpose {
        Purpose::Confirm => (
            "Confirm your e-mail address".to_owned(),
            "You have opened an account. To confirm that this address is yours, open this page and give the password you chose:",
        ),
        Purpose::Password if account.password_hash.is_some() => (
            "A new password for your account".to_owned(),
            "There is an account with this address, and somebody asked for it: you, we hope. To set a new password, open this page:",
        ),
        Purpose::Password => (
            "Set a password for your account".to_owned(),
            "An account with this address waits for a password. To set one, open this page:",
        ),
    };
    let body_text = format!(
        "Dear {},\n\n{text}\n\n{link}\n\nThe page works once, for 30 minutes. If this was not you, do nothing: nothing has changed.\n\n{body_name}\n",
        account.name
    );
    outbox::queue_private(tx, body, Mail { to: account.email.clone(), subject, body: body_text })
        .await
}

/// The body in whose name the door writes: the one that the visitor came from, else the first by name. Mail
/// always belongs to a body, because its outbox keeps it.
async fn letterhead(tx: &mut Tx<'_>, at: &str) -> Result<(Uuid, String)> {
    let body =
        sqlx::query!("select id, name from bodies order by (slug = $1) desc, name limit 1", at)
            .fetch_optional(tx.sql())
            .await?;
    let none = || {
        FieldErrors::one(
            "",
            "No certification body works on this installation yet: nobody could write to you",
        )
    };
    Ok(body.map(|body| (body.id, body.name)).ok_or_else(none)?)
}

async fn within_measure(tx: &mut Tx<'_>, email: &str) -> Result<bool> {
    let (norm, now) = (normalise(email), tx.now());
    let written = sqlx::query_scalar!(
        r#"with old as (delete from account_mails where email_norm = $1 and at < $3),
             this as (insert into account_mails (email_norm, at) values ($1, $2))
           select count(*) as "written!" from account_mails where email_norm = $1 and at >= $3"#,
        norm,
        now,
        now - PACE
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(written < MAILS)
}
