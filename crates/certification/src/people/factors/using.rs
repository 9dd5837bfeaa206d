//! A factor is used: a passkey answers for exact bytes, a code counts once, and guessing is counted as wrong
//! passwords are.

use super::codes::Codes;
use super::{door, not_taken};
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::{Error, FieldErrors, Result};
use crate::parse::normalise;
use crate::people::credentials::{FAILURES, WINDOW, note_failure};
use proofs::passkey::{Assertion, AssertionAnswer, Site};
use time::OffsetDateTime;
use totp_rs::Totp;
use uuid::Uuid;

/// Seconds that a code is shown (RFC 6238).
const STEP: u64 = 30;

/// The acting person's passkey answered for exactly these bytes on this site: the signature, ready to keep.
///
/// # Errors
/// A sentence above the form: where it is not this person's passkey, not these bytes, not this site, or where the
/// passkey's count went back, as a copy's would.
pub(crate) async fn answer_of_passkey(
    db: &Db,
    actor: &Actor,
    site: &Site,
    (bytes, answer): (&[u8], &str),
) -> Result<Assertion> {
    let person = actor.person()?;
    let answer = AssertionAnswer::from_json(answer.as_bytes()).map_err(not_taken)?;
    db.write(&door(actor), async |tx| {
        let (id, key) = own_passkey(tx, person, &answer.credential_id).await?;
        let assertion = answer.with_key(key);
        let checked = assertion.verify(bytes, site).map_err(not_taken)?;
        let (now, count) = (tx.now(), i64::from(checked.sign_count));
        let used = sqlx::query!(
            "update passkeys set sign_count = $2, used_at = $3 where id = $1 and removed_at is null and (sign_count < $2 or (sign_count = 0 and $2 = 0))",
            id,
            count,
            now
        )
        .execute(tx.sql())
        .await?;
        let copied = "This passkey has counted backwards: either this answer was used before, or there is a copy of the key. Try again; if it stays so, remove the passkey from your account and add another.";
        match used.rows_affected() {
            1 => Ok(assertion),
            _ => Err(FieldErrors::one("", copied).into()),
        }
    })
    .await
}

/// The key that was registered under this name by this person, and by nobody else.
async fn own_passkey(tx: &mut Tx<'_>, person: Uuid, credential: &[u8]) -> Result<(Uuid, Vec<u8>)> {
    let row = sqlx::query!(
        "select id, public_key from passkeys where credential_id = $1 and person_id = $2 and removed_at is null",
        credential,
        person
    )
    .fetch_optional(tx.sql())
    .await?;
    let stranger = || FieldErrors::one("", "This passkey is not on your account: use one that is");
    Ok(row.map(|row| (row.id, row.public_key)).ok_or_else(stranger)?)
}

/// A code of the acting person, used up by this. Wrong ones are counted with the wrong passwords of the address,
/// one attempt after the other, so that guessing in parallel gains nothing.
pub(crate) async fn use_code(db: &Db, actor: &Actor, codes: &Codes, typed: &str) -> Result<()> {
    let right = db.write(&door(actor), async |tx| try_code(tx, codes, typed).await).await?;
    match right {
        true => Ok(()),
        false => Err(at_code("This is not the code of this moment: wait for the next one")),
    }
}

async fn try_code(tx: &mut Tx<'_>, codes: &Codes, typed: &str) -> Result<bool> {
    let person = tx.actor().person()?;
    let row = sqlx::query!(
        r#"select id, sealed as "sealed!" from one_time_codes
           where person_id = $1 and confirmed_at is not null and removed_at is null for update"#,
        person
    )
    .fetch_optional(tx.sql())
    .await?;
    let row = row.ok_or_else(|| at_code("You have no one-time codes: add them to your account"))?;
    let (email, now) = (normalise(tx.actor().email()), tx.now());
    if failures(tx, &email, now).await? >= FAILURES {
        return Err(at_code("Too many wrong passwords or codes for this address: wait 15 minutes"));
    }
    let totp = codes.open(person, row.id, &row.sealed)?;
    match totp.check(typed.trim(), seconds(now)) {
        Some(step) => use_step(tx, row.id, step).await.map(|()| true),
        None => note_failure(tx, &email).await.map(|()| false),
    }
}

async fn failures(tx: &mut Tx<'_>, email: &str, now: OffsetDateTime) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "failures!" from failed_credentials where email_norm = $1 and at > $2"#,
        email,
        now - WINDOW
    )
    .fetch_one(tx.sql())
    .await?)
}

async fn use_step(tx: &mut Tx<'_>, code: Uuid, step: u64) -> Result<()> {
    let (now, step) = (tx.now(), i64::try_from(step).unwrap_or(i64::MAX));
    let used = sqlx::query!(
        "insert into one_time_steps (code_id, step, used_at) values ($1, $2, $3) on conflict do nothing",
        code,
        step,
        now
    )
    .execute(tx.sql())
    .await?;
    if used.rows_affected() == 0 {
        return Err(at_code("This code was used already: wait for the next one"));
    }
    sqlx::query!("update one_time_codes set used_at = $2 where id = $1", code, now)
        .execute(tx.sql())
        .await?;
    Ok(())
}

/// The code that the acting person's device would show now, or the next that was not used yet: in a demonstration,
/// where nobody has a device. Outside of one there is none.
pub async fn code_in_demonstration(
    db: &Db,
    actor: &Actor,
    codes: &Codes,
) -> Result<Option<String>> {
    let person = actor.person()?;
    db.read(&door(actor), async |tx| {
        let now = seconds(tx.now());
        let row = sqlx::query!(
            r#"select c.id, c.sealed as "sealed!",
                 (select coalesce(array_agg(s.step), '{}') from one_time_steps s where s.code_id = c.id and s.step between $2::int8 - 1 and $2::int8 + 1) as "used!"
               from one_time_codes c
               where c.person_id = $1 and c.confirmed_at is not null and c.removed_at is null
                 and exists (select from installation where key = 'demonstration')"#,
            person,
            i64::try_from(now / STEP).unwrap_or_default()
        )
        .fetch_optional(tx.sql())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(unused(&codes.open(person, row.id, &row.sealed)?, now, &row.used)))
    })
    .await
}

/// The code of now, unless it was used: then the next one's, which counts as well, then the last one's.
fn unused(totp: &Totp, now: u64, used: &[i64]) -> String {
    let free = [now, now + STEP, now.saturating_sub(STEP)]
        .into_iter()
        .find(|at| !used.contains(&i64::try_from(at / STEP).unwrap_or_default()));
    totp.generate(free.unwrap_or(now)).to_string()
}

fn seconds(at: OffsetDateTime) -> u64 {
    u64::try_from(at.unix_timestamp()).unwrap_or_default()
}

fn at_code(message: &str) -> Error {
    FieldErrors::one("code", message).into()
}
