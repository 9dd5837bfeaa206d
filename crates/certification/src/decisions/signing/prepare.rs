//! The first step of signing: everything that can be checked is, and the exact bytes that will be signed are set
//! down for one member, to be signed once, within ten minutes.

use super::allowed::allowed;
use super::form::{STATEMENTS, Signature};
use super::intent::{intent, key_of};
use super::lock::{lock, overtaken};
use crate::db::Tx;
use crate::decisions::decider::{Decider, Seat};
use crate::decisions::digest::{Manifest, record_digest};
use crate::decisions::{Step, Vote};
use crate::error::{Error, Result};
use crate::keys::{self, Keyring, Purpose};
use crate::people::Factors;
use crate::rulebook;
use proofs::statement::{FORMAT, Factor, Named, Record, Statement};
use time::Duration;
use uuid::Uuid;

/// How long what was prepared may be signed.
pub const MINUTES: i64 = 10;

/// Sets down what will be signed; answers its id. The same form sent twice prepares it once.
///
/// # Errors
/// Field errors, and every rule that would refuse the signature: order and quorum, a record that moved on, a
/// signature that stands already, a factor that the member has not.
pub async fn prepare(
    tx: &mut Tx<'_>,
    decider: &Decider,
    form: &Signature,
    factors: &Factors,
    ring: &Keyring,
) -> Result<Uuid> {
    let seat = decider.seat();
    let (vote, reason, factor) = form.read(seat.kind)?;
    let id: Uuid = form.id.parse().map_err(|_| Error::NotFound)?;
    has(factors, factor)?;
    let case = lock(tx, decider).await?;
    case.state.after(Step::Sign)?;
    let manifest = record_digest(tx, seat.engagement_id).await?;
    if form.record_digest.trim() != manifest.hex() {
        return Err(overtaken(&case).into());
    }
    allowed(tx, decider, &case, &manifest, vote).await?;
    if factor == Factor::PasswordAndCode {
        // Made now if the body has none yet, so that nobody waits for another's at the moment of signing.
        keys::in_use(tx, ring, Purpose::Decision).await?;
    }
    let statement = statement(tx, seat, (vote, reason, factor), &manifest).await?;
    let bytes = statement.bytes().map_err(|cause| Error::Fault(cause.to_string()))?;
    if !keep(tx, seat, (id, factor), &bytes).await? {
        the_same(&intent(tx, decider, id).await?.statement, &statement)?;
    }
    Ok(id)
}

/// A form sent twice says the same twice; an old form with new words is no second sending.
fn the_same(kept: &Statement, now: &Statement) -> Result<()> {
    let words =
        |s: &Statement| (s.vote.clone(), s.reason.clone(), s.factor, s.record.digest.clone());
    match words(kept) == words(now) {
        true => Ok(()),
        false => {
            Err(Error::Stale("This form was sent already, with other words: open it again.".into()))
        }
    }
}

fn has(factors: &Factors, factor: Factor) -> Result<()> {
    let (there, what) = match factor {
        Factor::Passkey => (!factors.passkeys.is_empty(), "no passkey"),
        _ => (factors.has_codes(), "no one-time codes"),
    };
    match there {
        true => Ok(()),
        false => Err(rulebook::DEC_3
            .refuse(
                format!("There are {what} on your account to sign with.")
                    .replace("are no passkey", "is no passkey"),
                "Add them on your account’s page, or sign with what you have.",
            )
            .into()),
    }
}

/// The statement in full: what is decided upon, by whom, how, and on what record.
async fn statement(
    tx: &mut Tx<'_>,
    seat: &Seat,
    (vote, reason, factor): (Vote, String, Factor),
    manifest: &Manifest,
) -> Result<Statement> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let named = |id: Uuid, name: &str| Named { id: id.to_string(), name: name.to_owned() };
    let (body_name, scope) = body_and_scope(tx, seat).await?;
    let record = Record::of_lines(&manifest.lines).map_err(|e| Error::Fault(e.to_string()))?;
    Ok(Statement {
        format: FORMAT.to_owned(),
        body: named(body, &body_name),
        case: seat.case_id.to_string(),
        kind: seat.kind.key().to_owned(),
        client: named(seat.client_id, &seat.client_name),
        standard: seat.standard.name.to_owned(),
        scope,
        record,
        question: seat.kind.question().to_owned(),
        vote: vote.key().to_owned(),
        reason,
        declarations: STATEMENTS.iter().map(|(_, sentence)| (*sentence).to_owned()).collect(),
        member: named(person, tx.actor().name()),
        role: seat.role().to_owned(),
        factor,
        key: factor.key(),
        at: tx.now(),
        nonce: rand::random(),
    })
}

/// The body's name, and the scope in the words that are decided upon: the case's own where it would change it, else
/// the certificate's, else the application's.
async fn body_and_scope(tx: &mut Tx<'_>, seat: &Seat) -> Result<(String, String)> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.name,
             coalesce(nullif($3, ''),
               (select n.scope from certificates n where n.body_id = $1 and n.engagement_id = $2 order by n.issued_at desc, n.revision desc limit 1),
               (select a.scope from applications a where a.body_id = $1 and a.engagement_id = $2), '') as "scope!"
           from bodies b where b.id = $1"#,
        body,
        seat.engagement_id,
        seat.new_scope
    )
    .fetch_one(tx.sql())
    .await?;
    Ok((row.name, row.scope))
}

/// Whether it was kept now; else it was before.
async fn keep(
    tx: &mut Tx<'_>,
    seat: &Seat,
    (id, factor): (Uuid, Factor),
    bytes: &[u8],
) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let until = now + Duration::minutes(MINUTES);
    let kept = sqlx::query!(
        "insert into signing_intents (body_id, client_id, engagement_id, case_id, id, person_id, factor, statement, made_at, until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        person,
        key_of(factor),
        bytes,
        now,
        until
    )
    .execute(tx.sql())
    .await?;
    Ok(kept.rows_affected() == 1)
}
