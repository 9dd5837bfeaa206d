//! One-time codes (RFC 6238): a secret shown once to the person's own device, sealed at rest, counting from the
//! moment that a code of it was shown.

use super::told::tell;
use super::{door, password_again};
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::{Error, FieldErrors, Result};
use crate::people::links::encoded;
use proofs::seal::Seal;
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

/// Bytes of a secret: as many as RFC 4226 recommends.
const SECRET: usize = 20;

/// Seals and opens the secrets of one-time codes.
#[derive(Clone)]
pub struct Codes(Seal);

impl Codes {
    /// The codes of the installation with this secret.
    pub fn new(secret: &[u8]) -> Self {
        Codes(Seal::new(secret, "one-time codes"))
    }

    fn close(&self, person: Uuid, code: Uuid, secret: &[u8]) -> Result<Vec<u8>> {
        let sealed = self.0.close(&place(person, code), secret);
        sealed.ok_or_else(|| Error::Fault("a secret cannot be sealed".into()))
    }

    /// The codes of this person whose secret lies here sealed: six figures, new every half minute.
    pub(super) fn open(&self, person: Uuid, code: Uuid, sealed: &[u8]) -> Result<Totp> {
        let secret = self.0.open(&place(person, code), sealed).ok_or_else(|| {
            Error::Fault("the secret of one-time codes does not open: the installation’s secret is not the one under which it was sealed; restore it from a backup".into())
        })?;
        let totp = Builder::new().with_secret(secret).build();
        totp.map_err(|cause| Error::Fault(cause.to_string()))
    }
}

/// To whom a secret is sealed: another person's row opens nothing.
fn place(person: Uuid, code: Uuid) -> String {
    format!("{person} {code}")
}

/// The form that asks for one-time codes.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct NewCodes {
    /// The id of what is made, so that a form sent twice makes one secret.
    pub id: String,
    pub password: String,
}

/// A secret that still has to be taken over into the person's device.
#[derive(Debug, Clone)]
pub struct ToConfirm {
    /// Base32 in groups of four, to be typed.
    pub secret: String,
    /// The address that a QR code carries to the device.
    pub address: String,
}

/// The password again; then a secret waits to be taken over. An earlier one that still waits is dropped.
pub async fn begin_codes(db: &Db, actor: &Actor, codes: &Codes, typed: &NewCodes) -> Result<()> {
    let id: Uuid = typed.id.parse().map_err(|_| Error::NotFound)?;
    let person = password_again(db, actor, &typed.password).await?;
    let sealed = codes.close(person, id, &rand::random::<[u8; SECRET]>())?;
    db.write(&door(actor), async |tx| {
        let now = tx.now();
        sqlx::query!(
            "update one_time_codes set removed_at = $3, sealed = null where person_id = $1 and confirmed_at is null and removed_at is null and id <> $2",
            person,
            id,
            now
        )
        .execute(tx.sql())
        .await?;
        sqlx::query!(
            "insert into one_time_codes (id, person_id, sealed, made_at)
             select $1, $2, $3, $4 where not exists (select from one_time_codes where person_id = $2 and confirmed_at is not null and removed_at is null)
             on conflict do nothing",
            id,
            person,
            sealed,
            now
        )
        .execute(tx.sql())
        .await?;
        Ok(())
    })
    .await
}

/// The secret that waits to be taken over; whoever has none finds nothing.
pub async fn codes_to_confirm(db: &Db, actor: &Actor, codes: &Codes) -> Result<ToConfirm> {
    let person = actor.person()?;
    let waiting = db.read(&door(actor), async |tx| waiting(tx, person).await).await?;
    let (id, sealed) = waiting.ok_or(Error::NotFound)?;
    let secret = codes.open(person, id, &sealed)?.secret().to_base32();
    let groups: Vec<_> = secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    let address = format!(
        "otpauth://totp/Assay:{}?secret={secret}&issuer=Assay&algorithm=SHA1&digits=6&period=30",
        encoded(actor.email())
    );
    Ok(ToConfirm { secret: groups.join(" "), address })
}

async fn waiting(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<(Uuid, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"select id, sealed as "sealed!" from one_time_codes where person_id = $1 and confirmed_at is null and removed_at is null"#,
        person
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.map(|row| (row.id, row.sealed)))
}

/// A first code, from the device that took the secret over; the codes count from now on.
pub async fn confirm_codes(db: &Db, actor: &Actor, codes: &Codes, typed: &str) -> Result<()> {
    let person = actor.person()?;
    db.write(&door(actor), async |tx| {
        let Some((id, sealed)) = waiting(tx, person).await? else {
            return Err(Error::Stale("There is nothing to confirm any more: see your account’s page.".into()));
        };
        let now = tx.now();
        let moment = u64::try_from(now.unix_timestamp()).unwrap_or_default();
        if codes.open(person, id, &sealed)?.check(typed, moment).is_none() {
            return Err(FieldErrors::one("code", "This is not the code of this moment: wait for the next one, and see that your device’s clock is right").into());
        }
        let confirmed = sqlx::query!(
            "update one_time_codes set confirmed_at = $2 where id = $1 and confirmed_at is null and removed_at is null",
            id,
            now
        )
        .execute(tx.sql())
        .await?;
        if confirmed.rows_affected() == 0 {
            return Err(Error::Stale("These codes were confirmed already.".into()));
        }
        let said = "One-time codes were added to your account. With your password and a code you can sign decisions of a certification panel.";
        tell(tx, actor, "One-time codes were added to your account", said).await
    })
    .await
}

/// Removes the codes and wipes their secret, with the password given again.
pub async fn remove_codes(db: &Db, actor: &Actor, password: &str) -> Result<()> {
    let person = password_again(db, actor, password).await?;
    db.write(&door(actor), async |tx| {
        let now = tx.now();
        let removed = sqlx::query!(
            "update one_time_codes set removed_at = $2, sealed = null where person_id = $1 and removed_at is null",
            person,
            now
        )
        .execute(tx.sql())
        .await?;
        if removed.rows_affected() == 0 {
            return Err(Error::Stale("There are no one-time codes on your account any more.".into()));
        }
        let said = "The one-time codes were removed from your account; their secret is wiped. What you signed with them stays good.";
        tell(tx, actor, "One-time codes were removed from your account", said).await
    })
    .await
}

/// What a device with this secret (as its page showed it) would show at this moment; for whoever plays a person.
pub fn code_of(secret: &str, at: time::OffsetDateTime) -> Option<String> {
    let secret: String = secret.split_whitespace().collect();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()?;
    Some(totp.generate(u64::try_from(at.unix_timestamp()).ok()?).to_string())
}
