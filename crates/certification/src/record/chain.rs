//! The chain: each entry's digest covers the one before, so that a change of any past byte shows.

use super::{Entry, File, Seen};
use crate::actor::Room;
use crate::db::Tx;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// Writes the gathered entries, each chained to the one before.
pub(crate) async fn append(tx: &mut Tx<'_>, entries: Vec<Entry>) -> Result<()> {
    for entry in entries {
        append_one(tx, entry).await?;
    }
    Ok(())
}

async fn append_one(tx: &mut Tx<'_>, entry: Entry) -> Result<()> {
    let (body, person, room, at) =
        (tx.actor().body()?, tx.actor().person, tx.actor().room(), tx.now());
    let File { client_id, engagement_id } = entry.file;
    let head = sqlx::query!(
        "select seq, digest from record_heads where body_id = $1 and engagement_id = $2 for update",
        body,
        engagement_id
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or_else(|| Error::Fault("the engagement has no record".into()))?;
    let (seq, touched) = (head.seq + 1, entry.touched.join("\n"));
    let digest = digest_of(body, &entry, seq, at, person, room, &touched, &head.digest);
    sqlx::query!(
        "with chained as (
           insert into record_entries (body_id, client_id, engagement_id, seq, at, person_id, room, act, sentence,
             for_client, touched, digest_before, digest)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))
         update record_heads set seq = $4, digest = $13 where body_id = $1 and engagement_id = $3",
        body,
        client_id,
        engagement_id,
        seq,
        at,
        person,
        room.word(),
        entry.act,
        entry.sentence,
        entry.seen == Seen::ByClientToo,
        touched,
        head.digest,
        digest
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Opens the record of a new engagement. Its first digest is of the engagement's own id.
pub(crate) async fn open(tx: &mut Tx<'_>, file: File) -> Result<()> {
    let start = Sha256::digest(format!("assay-record-v1 {}", file.engagement_id)).to_vec();
    sqlx::query!(
        "insert into record_heads (body_id, client_id, engagement_id, seq, digest) values ($1, $2, $3, 0, $4)",
        tx.actor().body()?,
        file.client_id,
        file.engagement_id,
        start
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The canonical bytes of an entry, each field with its length before it, hashed.
#[expect(clippy::too_many_arguments, reason = "the digest covers every column of an entry")]
fn digest_of(
    body: Uuid,
    entry: &Entry,
    seq: i64,
    at: OffsetDateTime,
    person: Option<Uuid>,
    room: Room,
    touched: &str,
    before: &[u8],
) -> Vec<u8> {
    let fields = [
        "assay-record-v1".to_owned(),
        body.to_string(),
        entry.file.engagement_id.to_string(),
        seq.to_string(),
        at.format(&Rfc3339).unwrap_or_default(),
        words_of(person),
        room.word().to_owned(),
        entry.act.to_owned(),
        entry.sentence.clone(),
        (entry.seen == Seen::ByClientToo).to_string(),
        touched.to_owned(),
        hex::encode(before),
    ];
    chain_digest(&fields)
}

/// A person's id; nothing for what the house did by itself.
fn words_of(person: Option<Uuid>) -> String {
    person.map(|id| id.to_string()).unwrap_or_default()
}

fn chain_digest(fields: &[String]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize().to_vec()
}

/// Recomputes the whole chain. `Ok(Err(seq))` names the first entry that does not fit.
pub async fn verify(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<std::result::Result<i64, i64>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select seq, at, person_id, room, act, sentence, for_client, touched, digest_before, digest
         from record_entries where body_id = $1 and engagement_id = $2 order by seq",
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let mut before = Sha256::digest(format!("assay-record-v1 {engagement_id}")).to_vec();
    for (expected, row) in (1i64..).zip(&rows) {
        let fields = [
            "assay-record-v1".to_owned(),
            body.to_string(),
            engagement_id.to_string(),
            expected.to_string(),
            row.at.format(&Rfc3339).unwrap_or_default(),
            words_of(row.person_id),
            row.room.clone(),
            row.act.clone(),
            row.sentence.clone(),
            row.for_client.to_string(),
            row.touched.clone(),
            hex::encode(&before),
        ];
        if row.seq != expected || row.digest_before != before || row.digest != chain_digest(&fields)
        {
            return Ok(Err(expected));
        }
        before = row.digest.clone();
    }
    Ok(Ok(rows.len() as i64))
}
