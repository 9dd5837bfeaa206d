//! The body's status lists: which attestations are suspended, and which hold no more, as dated and signed lists
//! (CRT-6). Made with each decision, and anew every day, so that what is old is known to be old.

use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::keys::{self, Keyring};
use crate::zone::Zone;
use proofs::key_set::KnownKey;
use proofs::status_list::{self, LEAST_BITS, Purpose, Validity, Which};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// For how long a list answers, in hours; past it, status is unknown, never valid.
const HOURS: i64 = 48;
/// A list is made anew when it has less than this left, in hours.
const RENEWED_WITHIN: i64 = 26;
/// How long a reader may keep a list before asking again.
const TTL: Duration = Duration::HOUR;

/// Signs both lists of the acting body as its certificates stand in this transaction.
pub(crate) async fn sign(tx: &mut Tx<'_>, ring: &Keyring, public_url: &str) -> Result<()> {
    let (identity, set) = (keys::to_sign(tx, public_url).await?, affected(tx).await?);
    let did = identity.did();
    let key = keys::in_use(tx, ring, keys::Purpose::Credential).await?;
    let kid = KnownKey::of(&did, key.signing.public()).kid;
    let from = tx.now().replace_nanosecond(0).unwrap_or(tx.now());
    let validity = Validity { from, until: from + Duration::hours(HOURS), ttl: TTL };
    for purpose in [Purpose::Suspension, Purpose::Revocation] {
        let which = Which { issuer: &did, id: &identity.list(purpose), purpose };
        let of_purpose: Vec<u32> =
            set.iter().filter(|(of, _)| *of == purpose).map(|(_, index)| *index).collect();
        let jwt =
            status_list::sign(&which, &validity, (&of_purpose, LEAST_BITS), (&key.signing, &kid))
                .map_err(|cause| Error::Fault(cause.to_string()))?;
        keep(tx, purpose, &validity, &jwt).await?;
    }
    Ok(())
}

/// Whose bit is set, and on which list: suspended now; withdrawn, or replaced by a later revision.
async fn affected(tx: &mut Tx<'_>) -> Result<Vec<(Purpose, u32)>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select c.status_index as "index!", (c.replaced or s.status = 'withdrawn') as "over!" from (
             select n.*, exists (select from certificates l where l.body_id = n.body_id and l.number = n.number and l.revision > n.revision) as replaced
             from certificates n where n.body_id = $1 and n.status_index is not null
           ) c left join lateral (select t.status from certificate_status t where t.body_id = c.body_id and t.number = c.number
             order by t.id desc limit 1) s on true
           where c.replaced or s.status in ('suspended', 'withdrawn')"#,
        body
    )
    .fetch_all(tx.sql())
    .await?;
    let purpose = |over: bool| if over { Purpose::Revocation } else { Purpose::Suspension };
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((purpose(row.over), u32::try_from(row.index).ok()?)))
        .collect())
}

async fn keep(tx: &mut Tx<'_>, purpose: Purpose, validity: &Validity, jwt: &str) -> Result<()> {
    let (body, id) = (tx.actor().body()?, tx.new_id());
    sqlx::query!(
        "insert into status_lists (body_id, id, purpose, valid_from, valid_until, jwt) values ($1, $2, $3, $4, $5, $6)",
        body,
        id,
        purpose.name(),
        validity.from,
        validity.until,
        jwt
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Makes the lists of every body anew that has some and whose newest is about to lapse; answers for how many bodies.
///
/// # Errors
/// The first failure, once all bodies were tried.
pub async fn renew(db: &Db, ring: &Keyring, public_url: &str) -> Result<usize> {
    let bodies = db.read(&Actor::nobody(Room::Public, None), async |tx| lapsing(tx).await).await?;
    let (mut renewed, mut failed) = (0, None);
    for (body, zone) in bodies {
        let house = Actor::house(body).in_zone(Zone::of_body(&zone));
        match db.write(&house, async |tx| sign(tx, ring, public_url).await).await {
            Ok(()) => renewed += 1,
            Err(cause) => failed = failed.or(Some(cause)),
        }
    }
    failed.map_or(Ok(renewed), Err)
}

async fn lapsing(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, String)>> {
    let soon = tx.now() + Duration::hours(RENEWED_WITHIN);
    let rows = sqlx::query!(
        "select b.id, b.time_zone from bodies b
         cross join lateral (select l.valid_until from status_lists l where l.body_id = b.id and l.purpose = 'revocation' order by l.id desc limit 1) l
         where l.valid_until < $1 order by b.id",
        soon
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.time_zone)).collect())
}

/// A list as it was signed.
#[derive(Debug, Clone)]
pub struct List {
    pub jwt: String,
    /// Until when it answers.
    pub valid_until: OffsetDateTime,
}

/// A body's newest list of this purpose, for anyone; none before its first attestation.
pub async fn newest_list(tx: &mut Tx<'_>, body: Uuid, purpose: Purpose) -> Result<Option<List>> {
    Ok(sqlx::query_as!(
        List,
        "select jwt, valid_until from status_lists where body_id = $1 and purpose = $2 order by id desc limit 1",
        body,
        purpose.name()
    )
    .fetch_optional(tx.sql())
    .await?)
}
