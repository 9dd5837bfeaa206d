//! With what a person signs beside the password: passkeys and one-time codes. Adding and removing them asks for the
//! password again, is told to the person by mail, and is kept.

mod codes;
mod passkeys;
#[cfg(test)]
mod tests;
mod told;
mod using;

pub use codes::{
    Codes, NewCodes, ToConfirm, begin_codes, code_of, codes_to_confirm, confirm_codes, remove_codes,
};
pub use passkeys::{
    NewPasskey, Offered, add_passkey, offer_passkey, offered_passkey, remove_passkey,
};
pub use using::code_in_demonstration;
pub(crate) use using::{answer_of_passkey, use_code};

use super::credentials;
use crate::actor::Actor;
use crate::db::Db;
use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofs::passkey::Refused;
pub use proofs::passkey::Site;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// A passkey of a person, as their account shows it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Passkey {
    pub id: Uuid,
    pub name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub added_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub used_at: Option<OffsetDateTime>,
    /// The authenticator's own name for it, in hexadecimal.
    credential_id: String,
}

/// What a person has to sign with.
#[derive(Debug, Clone)]
pub struct Factors {
    pub passkeys: Vec<Passkey>,
    /// Since when one-time codes count; none where there are none.
    pub codes_since: Option<OffsetDateTime>,
    pub codes_used_at: Option<OffsetDateTime>,
    /// Whether a code is still to be shown before they count.
    pub codes_to_confirm: bool,
}

impl Factors {
    pub fn has_codes(&self) -> bool {
        self.codes_since.is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.passkeys.is_empty() && !self.has_codes()
    }

    /// What the browser is asked to have signed: a challenge that is the digest of these bytes, by one of this
    /// person's passkeys (`PublicKeyCredentialRequestOptionsJSON`).
    pub fn asked_to_sign(&self, bytes: &[u8], site: &Site) -> String {
        let own: Vec<_> = self
            .passkeys
            .iter()
            .filter_map(|passkey| hex::decode(&passkey.credential_id).ok())
            .map(|id| serde_json::json!({ "type": "public-key", "id": encoded(&id) }))
            .collect();
        serde_json::json!({
            "challenge": encoded(&proofs::passkey::challenge_of(bytes)),
            "rpId": site.rp_id,
            "allowCredentials": own,
            "userVerification": "required",
            "timeout": 300_000,
        })
        .to_string()
    }
}

/// What the acting person has to sign with; removed ones are none.
pub async fn factors(db: &Db, actor: &Actor) -> Result<Factors> {
    let person = actor.person()?;
    db.read(&door(actor), async |tx| {
        let row = sqlx::query!(
            r#"select
                 (select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'added_at', k.added_at, 'used_at', k.used_at,
                     'credential_id', encode(k.credential_id, 'hex')) order by k.added_at, k.id), '[]')
                  from passkeys k where k.person_id = $1 and k.removed_at is null) as "passkeys!: Json<Vec<Passkey>>",
                 c.confirmed_at as "codes_since?", c.used_at as "codes_used_at?",
                 exists (select from one_time_codes w where w.person_id = $1 and w.removed_at is null and w.confirmed_at is null) as "to_confirm!"
               from (select) one
               left join one_time_codes c on c.person_id = $1 and c.removed_at is null and c.confirmed_at is not null"#,
            person
        )
        .fetch_one(tx.sql())
        .await?;
        Ok(Factors {
            passkeys: row.passkeys.0,
            codes_since: row.codes_since,
            codes_used_at: row.codes_used_at,
            codes_to_confirm: row.to_confirm,
        })
    })
    .await
}

/// Where an installation's people sign with passkeys: the host of its public address, and the origin that browsers
/// say there. None where the host is a number, with which browsers use no passkeys.
pub fn site_of(public_url: &str) -> Option<Site> {
    let (_, authority) = public_url.split_once("://")?;
    let host = authority.split(':').next().filter(|host| !host.is_empty())?;
    let number = authority.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok();
    (!number).then(|| Site { rp_id: host.to_owned(), origin: public_url.to_owned() })
}

/// The same person at the door: the room in which factors lie.
fn door(actor: &Actor) -> Actor {
    let mut at_the_door = Actor::nobody(crate::actor::Room::Door, None);
    at_the_door.person = actor.person;
    (at_the_door.name, at_the_door.email) = (actor.name.clone(), actor.email.clone());
    at_the_door
}

/// The acting person's own password, given again; wrong ones are counted.
async fn password_again(db: &Db, actor: &Actor, password: &str) -> Result<Uuid> {
    let message = "That is not your password; nothing has changed";
    let (person, _) = credentials::check(db, actor.email(), password, "password", message).await?;
    if person == actor.person()? { Ok(person) } else { Err(Error::NotFound) }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An authenticator's answer that is not taken, as a sentence above the form.
fn not_taken(refused: Refused) -> Error {
    crate::error::FieldErrors::one("", refused.to_string()).into()
}
