//! When the record of an open case changes, signatures given over what it was no longer count, and the
//! members are told (DEC-3). Called after every recorded act, whoever acted and from whichever room.

use super::digest::record_digest;
use crate::actor::Room;
use crate::addressees;
use crate::db::Tx;
use crate::error::Result;
use crate::record::{self, Entry, File, Seen};
use uuid::Uuid;

struct Standing {
    vote_id: Uuid,
    email: String,
    record_digest: Vec<u8>,
}

/// Voids the signatures of an open case whose record has changed since they were given (DEC-3). The act has
/// locked the end of the record's chain by now, and so does a signature before it reads the digest: the two
/// follow one another, and none slips between.
pub(crate) async fn void_overtaken_signatures(tx: &mut Tx<'_>, file: File) -> Result<()> {
    // The acting room may have no right on a panel's signatures; the house itself has.
    tx.go_to(Room::Panel).await?;
    let standing = standing(tx, file).await?;
    if standing.is_empty() {
        return Ok(());
    }
    let digest = record_digest(tx, file.engagement_id).await?.digest;
    let overtaken: Vec<_> =
        standing.into_iter().filter(|vote| vote.record_digest != digest).collect();
    if overtaken.is_empty() {
        return Ok(());
    }
    void(tx, file, &overtaken).await?;
    let sentence = match overtaken.len() {
        1 => "The record changed: one signature over what it was no longer counts.".to_owned(),
        n => format!("The record changed: {n} signatures over what it was no longer count."),
    };
    // Written here, not gathered: gathered entries are already on the record, and this one changes nothing in the file.
    record::append(tx, vec![Entry::new(file, "signatures_voided", sentence, Seen::ByStaff)])
        .await?;
    let to = overtaken.into_iter().map(|vote| vote.email).collect();
    let text = "The record of a case that you signed has changed since, so your signature no longer counts.\n\n\
        Please open the case in your panel portal, read what changed, and sign again.";
    addressees::write_to(tx, to, "Your signature no longer counts: the record changed", text).await
}

async fn standing(tx: &mut Tx<'_>, file: File) -> Result<Vec<Standing>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Standing,
        "select v.id as vote_id, p.email, v.record_digest
         from cases c
         join votes v on v.body_id = c.body_id and v.case_id = c.id
         join people p on p.id = v.person_id
         where c.body_id = $1 and c.engagement_id = $2 and c.state = 'open'
           and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)",
        body,
        file.engagement_id
    )
    .fetch_all(tx.sql())
    .await?)
}

async fn void(tx: &mut Tx<'_>, file: File, overtaken: &[Standing]) -> Result<()> {
    let (body, now) = (tx.actor().body()?, tx.now());
    let votes: Vec<_> = overtaken.iter().map(|vote| vote.vote_id).collect();
    sqlx::query!(
        "insert into vote_voids (body_id, client_id, vote_id, because, at)
         select $1, $2, vote_id, (select e.sentence from record_entries e where e.body_id = $1 and e.engagement_id = $5
           order by e.seq desc limit 1), $4 from unnest($3::uuid[]) as vote_id
         on conflict do nothing",
        body,
        file.client_id,
        &votes,
        now,
        file.engagement_id
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
