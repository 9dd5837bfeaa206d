//! Passkeys: offered once the password was given again, made in the browser, kept with their public key, removed.

use super::told::tell;
use super::{door, encoded, not_taken, password_again};
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{Reading, SHORT};
use proofs::passkey::{Registered, RegistrationAnswer, Site, register};
use time::Duration;
use uuid::Uuid;

/// How long the browser may take to answer.
const OFFERED: Duration = Duration::minutes(10);
/// A person has as many at most; nobody carries more keys than that.
const MOST: i64 = 10;

/// The form that asks for a new passkey.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct NewPasskey {
    /// The id of the offer, so that a form sent twice makes one.
    pub id: String,
    pub name: String,
    pub password: String,
}

/// A passkey about to be made.
#[derive(Debug, Clone)]
pub struct Offered {
    pub id: Uuid,
    pub name: String,
    /// What the browser is asked (`PublicKeyCredentialCreationOptionsJSON`).
    pub options: String,
}

/// The password again and a name; then the browser may be asked. Answers the offer.
pub async fn offer_passkey(db: &Db, actor: &Actor, typed: &NewPasskey) -> Result<Uuid> {
    let mut reading = Reading::default();
    let name = reading.required("name", &typed.name, "a name by which you know it again", SHORT);
    reading.done()?;
    let id: Uuid = typed.id.parse().map_err(|_| Error::NotFound)?;
    let person = password_again(db, actor, &typed.password).await?;
    let challenge: [u8; 32] = rand::random();
    db.write(&door(actor), async |tx| {
        not_too_many(tx, person).await?;
        let now = tx.now();
        sqlx::query!(
            "insert into passkey_offers (id, person_id, name, challenge, made_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            id,
            person,
            name,
            challenge.as_slice(),
            now
        )
        .execute(tx.sql())
        .await?;
        Ok(id)
    })
    .await
}

async fn not_too_many(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from passkeys where person_id = $1 and removed_at is null"#,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    match count < MOST {
        true => Ok(()),
        false => Err(FieldErrors::one(
            "name",
            format!("You have {MOST} passkeys: remove one that you no longer use first"),
        )
        .into()),
    }
}

/// The offer with what the browser is asked; only its own person finds it, while it lasts.
pub async fn offered_passkey(db: &Db, actor: &Actor, offer: Uuid, site: &Site) -> Result<Offered> {
    let person = actor.person()?;
    db.read(&door(actor), async |tx| {
        let made_after = tx.now() - OFFERED;
        let row = sqlx::query!(
            r#"select o.name, o.challenge,
                 (select coalesce(array_agg(k.credential_id), '{}') from passkeys k where k.person_id = $2 and k.removed_at is null) as "own!: Vec<Vec<u8>>"
               from passkey_offers o where o.id = $1 and o.person_id = $2 and o.used_at is null and o.made_at > $3"#,
            offer,
            person,
            made_after
        )
        .fetch_one(tx.sql())
        .await?;
        let own: Vec<_> = row
            .own
            .iter()
            .map(|id| serde_json::json!({ "type": "public-key", "id": encoded(id) }))
            .collect();
        let user = serde_json::json!({
            "id": encoded(person.as_bytes()), "name": actor.email(), "displayName": actor.name(),
        });
        let kinds = [-7, -8, -257].map(|alg| serde_json::json!({ "type": "public-key", "alg": alg }));
        let options = serde_json::json!({
            "rp": { "id": site.rp_id, "name": "Assay" },
            "user": user,
            "challenge": encoded(&row.challenge),
            "pubKeyCredParams": kinds,
            "excludeCredentials": own,
            "authenticatorSelection": { "userVerification": "required", "residentKey": "preferred" },
            "attestation": "none",
            "timeout": 300_000,
        });
        Ok(Offered { id: offer, name: row.name, options: options.to_string() })
    })
    .await
}

/// The browser's answer to an offer, checked; the passkey counts from now on.
///
/// # Errors
/// A sentence above the form where the answer is not taken; stale where the offer was used or is over.
pub async fn add_passkey(
    db: &Db,
    actor: &Actor,
    offer: Uuid,
    site: &Site,
    answer: &str,
) -> Result<()> {
    let person = actor.person()?;
    let answer = RegistrationAnswer::from_json(answer.as_bytes()).map_err(not_taken)?;
    db.write(&door(actor), async |tx| {
        let (name, challenge) = take_offer(tx, person, offer).await?;
        let made = register(&answer, &challenge, site).map_err(not_taken)?;
        keep(tx, person, &name, &made).await?;
        let said = format!("A passkey was added to your account: {name}. With it you can sign decisions of a certification panel.");
        tell(tx, actor, "A passkey was added to your account", &said).await
    })
    .await
}

async fn take_offer(tx: &mut Tx<'_>, person: Uuid, offer: Uuid) -> Result<(String, Vec<u8>)> {
    let (now, made_after) = (tx.now(), tx.now() - OFFERED);
    let row = sqlx::query!(
        "update passkey_offers set used_at = $3 where id = $1 and person_id = $2 and used_at is null and made_at > $4
         returning name, challenge",
        offer,
        person,
        now,
        made_after
    )
    .fetch_optional(tx.sql())
    .await?;
    let over = "This offer was used already, or its ten minutes are over: begin again on your account’s page.";
    row.map(|row| (row.name, row.challenge)).ok_or_else(|| Error::Stale(over.into()))
}

async fn keep(tx: &mut Tx<'_>, person: Uuid, name: &str, made: &Registered) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now());
    let kept = sqlx::query!(
        "insert into passkeys (id, person_id, name, credential_id, public_key, sign_count, added_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        id,
        person,
        name,
        made.credential_id,
        made.public_key,
        i64::from(made.sign_count),
        now
    )
    .execute(tx.sql())
    .await?;
    match kept.rows_affected() {
        1 => Ok(()),
        _ => Err(FieldErrors::one("", "This passkey is known here already: make another").into()),
    }
}

/// Removes a passkey, with the password given again. What it signed stays good.
pub async fn remove_passkey(db: &Db, actor: &Actor, passkey: Uuid, password: &str) -> Result<()> {
    let person = password_again(db, actor, password).await?;
    db.write(&door(actor), async |tx| {
        let now = tx.now();
        let name = sqlx::query_scalar!(
            "update passkeys set removed_at = $3 where id = $1 and person_id = $2 and removed_at is null returning name",
            passkey,
            person,
            now
        )
        .fetch_optional(tx.sql())
        .await?;
        let name = name.ok_or_else(|| Error::Stale("This passkey is not on your account any more.".into()))?;
        let said = format!("A passkey was removed from your account: {name}. What you signed with it stays good.");
        tell(tx, actor, "A passkey was removed from your account", &said).await
    })
    .await
}
