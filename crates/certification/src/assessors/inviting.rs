//! Letting an assessor in, with a last day, and ending the access before it.

use super::reads::assesses;
use crate::actor::{Administrator, Function, Room};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::outbox::{self, Mail};
use crate::parse::{Reading, SHORT};
use crate::people::{self, Account, INVITED, Links, Purpose};
use time::{Date, Duration};
use uuid::Uuid;

/// For how many days from today an assessor may be let in at most.
pub const LONGEST: i64 = 90;

/// The form that lets an assessor in; `id` is the access's own, so that a form sent twice counts once.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Invitation {
    pub id: String,
    pub name: String,
    pub email: String,
    /// The accreditation body that sends the assessor.
    pub sent_by: String,
    /// The last day of the access, by the body's own clocks.
    pub last_day: String,
}

/// The same, read.
struct Access {
    id: Uuid,
    name: String,
    email: String,
    sent_by: String,
    last_day: Date,
}

/// Lets an assessor in until a last day. Who works for the body, or acts for a client of it, does not assess it.
pub async fn invite(
    tx: &mut Tx<'_>,
    _by: &Administrator,
    links: &Links,
    typed: Invitation,
) -> Result<()> {
    let access = read(tx, typed)?;
    tx.go_to(Room::Door).await?;
    let account = people::account(tx, &access.name, &access.email).await?;
    tx.go_to(Room::Office).await?;
    from_outside(tx, &account).await?;
    close_what_has_expired(tx, account.id).await?;
    if give(tx, &access, account.id).await? {
        return tell(tx, links, &account, &access).await;
    }
    if same(tx, &access, account.id).await? {
        return Ok(());
    }
    let message = format!("{} has access already: end it first to give another", account.name);
    Err(FieldErrors::one("email", message).into())
}

fn read(tx: &Tx<'_>, typed: Invitation) -> Result<Access> {
    let (mut reading, today) = (Reading::default(), tx.today());
    let name = reading.required("name", &typed.name, "the assessor's name", SHORT);
    let email = reading.email("email", &typed.email);
    let sends = "the accreditation body that sends the assessor";
    let sent_by = reading.required("sent_by", &typed.sent_by, sends, SHORT);
    let last_day = reading.date("last_day", &typed.last_day, "the last day");
    let furthest = today + Duration::days(LONGEST);
    let last_day = last_day.filter(|day| (today..=furthest).contains(day));
    if last_day.is_none() && reading.errors.0.iter().all(|(field, _)| field != "last_day") {
        let message = format!(
            "Enter a last day from today, {today}, to {furthest}: the access ends by itself after it"
        );
        reading.errors.add("last_day", message);
    }
    let id = typed.id.parse().unwrap_or_else(|_| tx.new_id());
    reading.done()?;
    let last_day = last_day.ok_or(Error::NotFound)?;
    Ok(Access { id, name, email, sent_by, last_day })
}

async fn from_outside(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select exists (select from memberships where body_id = $1 and person_id = $2 and until is null and function <> 'assessor') as "works!",
             exists (select from client_members where body_id = $1 and person_id = $2 and until is null) as "client!""#,
        body,
        account.id
    )
    .fetch_one(tx.sql())
    .await?;
    let message = match (row.works, row.client) {
        (true, _) => format!("{} works for the body: an assessor comes from outside", account.name),
        (_, true) => {
            format!(
                "{} acts for a client of the body: an assessor comes from outside",
                account.name
            )
        }
        _ => return Ok(()),
    };
    Err(FieldErrors::one("email", message).into())
}

/// An access whose last day is over shuts by itself; its row is closed when the next one is given.
async fn close_what_has_expired(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    let (body, now, today) = (tx.actor().body()?, tx.now(), tx.today());
    sqlx::query!(
        "update memberships set until = $3 where body_id = $1 and person_id = $2 and function = 'assessor' and until is null and last_day < $4",
        body,
        person,
        now,
        today
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Whether the access was given; not, where there is one.
async fn give(tx: &mut Tx<'_>, access: &Access, person: Uuid) -> Result<bool> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let made = sqlx::query!(
        "insert into memberships (body_id, id, person_id, function, since, given_by, last_day, sent_by)
         values ($1, $2, $3, 'assessor', $4, $5, $6, $7) on conflict do nothing",
        body,
        access.id,
        person,
        now,
        by,
        access.last_day,
        access.sent_by
    )
    .execute(tx.sql())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Whether the access that stands is the one of this form.
async fn same(tx: &mut Tx<'_>, access: &Access, person: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from memberships where body_id = $1 and id = $2 and person_id = $3 and function = 'assessor') as "same!""#,
        body,
        access.id,
        person
    )
    .fetch_one(tx.sql())
    .await?)
}

async fn tell(tx: &mut Tx<'_>, links: &Links, account: &Account, access: &Access) -> Result<()> {
    let (body, name) = people::letterhead(tx).await?;
    let (to, who, inviter) = (account.email.clone(), &account.name, tx.actor().name());
    let day = access.last_day;
    let what = format!(
        "{inviter} lets you into the office of {name} as an assessor of {}. You may read everything and change nothing, up to and including {day}; each page that you open is kept.",
        access.sent_by
    );
    let subject = format!("Your access to {name}, until {day}");
    if account.confirmed {
        let door = links.address("/door");
        let body_text = format!(
            "Dear {who},\n\n{what}\n\nSign in with your account here:\n\n{door}\n\n{name}\n"
        );
        return outbox::queue(tx, body, Mail { to, subject, body: body_text }).await;
    }
    let link = links.link(account, Purpose::Password, tx.now() + INVITED, "")?;
    let text = format!(
        "Dear {who},\n\n{what}\n\nOpen this page to set a password; the address is then confirmed as well:\n\n{link}\n\nThe page works once, for seven days. After that, ask for a new password at the door.\n\n{name}\n"
    );
    outbox::queue_private(tx, body, Mail { to, subject, body: text }).await
}

/// Ends an assessor's access now: the very next request finds the door shut.
///
/// # Errors
/// Not found where the id is no assessor's.
pub async fn end(tx: &mut Tx<'_>, by: &Administrator, id: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!(
        "select id from memberships where body_id = $1 and id = $2 and function = $3",
        body,
        id,
        Function::Assessor.key()
    )
    .fetch_one(tx.sql())
    .await?;
    people::end(tx, by, id).await
}

/// Refuses to give a function of the body to somebody who assesses it.
pub(crate) async fn assesses_not(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    if !assesses(tx, account.id).await? {
        return Ok(());
    }
    let message = format!("{} assesses the body: end that access first", account.name);
    Err(FieldErrors::one("email", message).into())
}
