//! What waits to be signed: one member's exact bytes in one case, for ten minutes, once (DEC-3, DEC-6).

use super::prepare::MINUTES;
use crate::db::Tx;
use crate::decisions::decider::Decider;
use crate::decisions::{CaseKind, Vote};
use crate::error::{Error, Refusal, Result};
use crate::rulebook;
use proofs::statement::{Factor, Statement};
use time::OffsetDateTime;
use uuid::Uuid;

/// What waits to be signed, as its page shows it.
#[derive(Debug, Clone)]
pub struct Intent {
    pub id: Uuid,
    pub(super) person: Uuid,
    /// The exact bytes: the canonical form of the statement.
    pub bytes: Vec<u8>,
    pub statement: Statement,
    pub until: OffsetDateTime,
}

impl Intent {
    pub fn by_passkey(&self) -> bool {
        self.statement.factor == Factor::Passkey
    }

    /// Whose key signs, as the page says it.
    pub fn key_in_words(&self) -> &'static str {
        match self.by_passkey() {
            true => "Your passkey: the key is your own",
            false => {
                "Password and one-time code: the body’s key signs on your behalf, and the statement says so"
            }
        }
    }

    /// SHA-256 of the bytes, in hexadecimal: the challenge that a passkey answers.
    pub fn digest(&self) -> String {
        hex::encode(proofs::passkey::challenge_of(&self.bytes))
    }

    /// The bytes as text; a statement's canonical form always is.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The vote, as a member ticks it.
    pub fn vote_title(&self, kind: &CaseKind) -> &'static str {
        Vote::from_key(&self.statement.vote).map_or("", |vote| vote.title(*kind))
    }
}

/// The factor as the tables keep it, and as the statement says it.
pub(super) fn key_of(factor: Factor) -> &'static str {
    match factor {
        Factor::Passkey => "passkey",
        Factor::PasswordAndCode => "password and one-time code",
        Factor::Password => "password",
    }
}

/// What this member prepared in this case, while it may be signed; another's, another case's and none are the same.
pub async fn intent(tx: &mut Tx<'_>, decider: &Decider, id: Uuid) -> Result<Intent> {
    let (body, person, case) = (tx.actor().body()?, tx.actor().person()?, decider.seat().case_id);
    let row = sqlx::query_as!(
        Row,
        "select id, person_id, statement, until, used_at from signing_intents
         where body_id = $1 and id = $2 and case_id = $3 and person_id = $4",
        body,
        id,
        case,
        person
    );
    row.fetch_one(tx.sql()).await?.open(tx.now())
}

/// The same, used up by this transaction: of two that come at once the second finds it used.
pub(super) async fn take(tx: &mut Tx<'_>, decider: &Decider, id: Uuid) -> Result<Intent> {
    let open = intent(tx, decider, id).await?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let taken = sqlx::query!(
        "update signing_intents set used_at = $3 where body_id = $1 and id = $2 and used_at is null and until > $3",
        body,
        id,
        now
    )
    .execute(tx.sql())
    .await?;
    if taken.rows_affected() == 1 { Ok(open) } else { Err(used().into()) }
}

struct Row {
    id: Uuid,
    person_id: Uuid,
    statement: Vec<u8>,
    until: OffsetDateTime,
    used_at: Option<OffsetDateTime>,
}

impl Row {
    fn open(self, now: OffsetDateTime) -> Result<Intent> {
        if self.used_at.is_some() {
            return Err(used().into());
        }
        if self.until <= now {
            return Err(over().into());
        }
        let statement = Statement::parse(&self.statement)
            .map_err(|cause| Error::Fault(format!("a statement is none: {cause}")))?;
        let Row { id, person_id: person, statement: bytes, until, .. } = self;
        Ok(Intent { id, person, bytes, statement, until })
    }
}

fn used() -> Refusal {
    rulebook::DEC_6.refuse(
        "What was prepared here has been signed already.",
        "Open the case to see how far it has come.",
    )
}

fn over() -> Refusal {
    rulebook::DEC_3.refuse(
        format!("What you were about to sign was prepared more than {MINUTES} minutes ago."),
        "Go back to the case’s page “Sign” and prepare it anew; nothing was signed.",
    )
}
