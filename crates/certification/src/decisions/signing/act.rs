//! The second step of signing, before its transaction: the member's passkey answers for the exact bytes, or the
//! password and a code of the moment are given; wrong ones are counted.

use super::intent::Intent;
use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, FieldErrors, Result};
use crate::keys::{self, Keyring, Purpose};
use crate::people::{self, Codes};
use proofs::passkey::Site;
use proofs::statement::{PanelSignature, Signature};
use uuid::Uuid;

/// The act as sent: a passkey's answer, or password and code; none of it is kept.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Act {
    /// The browser's answer, JSON.
    pub answer: String,
    pub password: String,
    pub code: String,
}

/// Proof that the acting member gave, just now, what this intent asks for. Made here and nowhere else.
#[derive(Debug)]
pub struct Given {
    pub(super) person: Uuid,
    pub(super) intent: Uuid,
    bytes: Vec<u8>,
    /// The member's own signature; none where the body's key signs.
    own: Option<Signature>,
}

/// What the intent asks for, and only that: a statement that says "passkey" is signed by no password.
///
/// # Errors
/// Field errors; a sentence above the form where a passkey's answer is not taken.
pub async fn give(
    db: &Db,
    actor: &Actor,
    intent: &Intent,
    act: &Act,
    (site, codes): (Option<&Site>, &Codes),
) -> Result<Given> {
    if actor.room() != Room::Panel || actor.person()? != intent.person {
        return Err(Error::NotFound);
    }
    let own = match intent.by_passkey() {
        true => {
            let site = site.ok_or_else(|| FieldErrors::one("", "Browsers use no passkeys at an address that is a number: sign with password and code"))?;
            let asked = (intent.bytes.as_slice(), act.answer.as_str());
            let assertion = people::answer_of_passkey(db, actor, site, asked).await?;
            Some(Signature::Passkey { site: site.clone(), assertion })
        }
        false => {
            password_and_code(db, actor, act, codes).await?;
            None
        }
    };
    Ok(Given { person: intent.person, intent: intent.id, bytes: intent.bytes.clone(), own })
}

/// Both fields' mistakes are said at once; a code is not used up by a wrong password.
async fn password_and_code(db: &Db, actor: &Actor, act: &Act, codes: &Codes) -> Result<()> {
    let code = match act.code.trim() {
        "" => Err(FieldErrors::one("code", "Enter the code that your device shows")),
        code => Ok(code),
    };
    match (people::prove(db, actor, &act.password).await, code) {
        (Err(Error::Invalid(mut password)), Err(code)) => {
            password.0.extend(code.0);
            Err(password.into())
        }
        (Err(other), _) => Err(other),
        (Ok(_), Err(code)) => Err(code.into()),
        (Ok(_), Ok(code)) => people::use_code(db, actor, codes, code).await,
    }
}

impl Given {
    /// The signature over the bytes: the member's own, or the body's decision key's on the member's behalf.
    pub(super) async fn signature(
        self,
        tx: &mut Tx<'_>,
        ring: &Keyring,
        bytes: &[u8],
    ) -> Result<PanelSignature> {
        if self.bytes != bytes {
            return Err(Error::Fault("what was signed is not what was prepared".into()));
        }
        let signature = match self.own {
            Some(own) => own,
            None => {
                let key = keys::in_use(tx, ring, Purpose::Decision).await?;
                Signature::by_body(&key.signing, bytes)
            }
        };
        PanelSignature::new(bytes, signature).map_err(|cause| Error::Fault(cause.to_string()))
    }
}
