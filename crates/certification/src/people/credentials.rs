//! Passwords: kept as argon2id, checked off the async threads, and counted when they fail.

use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, FieldErrors, Result};
use crate::parse::normalise;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::sync::LazyLock;
use time::Duration;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Failures within [`WINDOW`] after which an address waits.
pub(super) const FAILURES: i64 = 10;
pub(super) const WINDOW: Duration = Duration::minutes(15);

/// Hashing is heavy on purpose: at most this many at once, so that a flood of sign-ins cannot starve the rest.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Hashing and checking of passwords.
pub struct Passwords;

impl Passwords {
    /// The argon2id string for a new password.
    pub async fn hash(password: &str) -> Result<String> {
        let password = password.to_owned();
        Self::off_thread(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|e| Error::Fault(e.to_string()))
        })
        .await
    }

    /// Whether `password` is the one behind `hash`. With no hash it works as long, and answers no.
    pub async fn check(password: &str, hash: Option<String>) -> Result<bool> {
        let password = password.to_owned();
        Self::off_thread(move || {
            let hash = hash.unwrap_or_else(|| DECOY.clone());
            let parsed = PasswordHash::new(&hash).map_err(|e| Error::Fault(e.to_string()))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
                && hash != *DECOY)
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _turn = AT_ONCE.acquire().await.map_err(|e| Error::Fault(e.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|e| Error::Fault(e.to_string()))?
    }
}

/// What an unknown address is checked against, so that it takes as long as a known one.
static DECOY: LazyLock<String> = LazyLock::new(|| {
    Argon2::default()
        .hash_password(b"nobody's password")
        .map(|hash| hash.to_string())
        .unwrap_or_default()
});

/// Proof that the acting person gave the credentials again, just now (DEC-3).
#[derive(Debug)]
pub struct Proven {
    pub(crate) person: Uuid,
    pub(crate) factor: &'static str,
}

/// Checks the acting person's own password again. Wrong ones are counted, and the message stands at the
/// field `password`.
pub async fn prove(db: &Db, actor: &Actor, password: &str) -> Result<Proven> {
    let (person, _) = check(
        db,
        actor.email(),
        password,
        "password",
        "That is not your password; nothing was signed",
    )
    .await?;
    if person == actor.person()? {
        Ok(Proven { person, factor: "password" })
    } else {
        Err(Error::NotFound)
    }
}

/// The person behind an address and a password. One message for every way it can be wrong; only who knows the
/// password learns that the address is not confirmed yet.
pub async fn sign_in(db: &Db, email: &str, password: &str) -> Result<Uuid> {
    let mut errors = FieldErrors::default();
    if email.trim().is_empty() {
        errors.add("email", "Enter your e-mail address");
    }
    if password.is_empty() {
        errors.add("password", "Enter your password");
    }
    errors.check()?;
    match check(db, email, password, "password", "No account has this e-mail address and password together").await? {
        (person, true) => Ok(person),
        (_, false) => Err(FieldErrors::one("email", "Confirm your e-mail address first: open the link that we sent you, or ask for a new password").into()),
    }
}

/// The person, and whether the address is confirmed. Failures are counted by address, known or not.
pub(super) async fn check(
    db: &Db,
    email: &str,
    password: &str,
    field: &str,
    message: &str,
) -> Result<(Uuid, bool)> {
    let (door, email) = (Actor::nobody(Room::Door, None), normalise(email));
    let (failures, confirmed, found) = db
        .read(&door, async |tx| {
            let since = tx.now() - WINDOW;
            let row = sqlx::query!(
                r#"select (select count(*) from failed_credentials where email_norm = $1 and at > $2) as "failures!",
                     p.id as "id?", p.password_hash, p.email_confirmed_at is not null as "confirmed!"
                   from (select) one left join people p on p.email_norm = $1"#,
                email,
                since
            )
            .fetch_one(tx.sql())
            .await?;
            Ok((row.failures, row.confirmed, row.id.zip(row.password_hash)))
        })
        .await?;
    if failures >= FAILURES {
        return Err(FieldErrors::one(
            field,
            "Too many wrong passwords for this address: wait 15 minutes, or set a new password",
        )
        .into());
    }
    let (person, hash) = found.unzip();
    if Passwords::check(password, hash).await? {
        return person.map(|person| (person, confirmed)).ok_or(Error::NotFound);
    }
    count_failure(db, &door, &email).await?;
    Err(FieldErrors::one(field, message).into())
}

async fn count_failure(db: &Db, door: &Actor, email: &str) -> Result<()> {
    db.write(door, async |tx| note_failure(tx, email).await).await
}

/// Counts a wrong password or code of this address.
pub(super) async fn note_failure(tx: &mut Tx<'_>, email: &str) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "with old as (delete from failed_credentials where email_norm = $1 and at < $3)
             insert into failed_credentials (email_norm, at) values ($1, $2)",
        email,
        now,
        now - WINDOW
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
