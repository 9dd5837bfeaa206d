//! The panel's seats, each with the signature that stands on it.

use crate::db::Tx;
use crate::decisions::Vote;
use crate::decisions::digest::Manifest;
use crate::error::{Error, Result};
use crate::rulebook;
use uuid::Uuid;

/// A member's seat with the signature that stands on it, if any.
pub(super) struct Place {
    person_id: Uuid,
    pub(super) name: String,
    pub(super) chair: bool,
    conflict: Option<bool>,
    /// The vote of a signature that was not voided, and the digest it is over.
    vote: Option<String>,
    record_digest: Option<Vec<u8>>,
}

impl Place {
    /// The vote that counts over this state of the record.
    pub(super) fn standing(&self, digest: &[u8]) -> Option<Vote> {
        let over_this = self.record_digest.as_deref() == Some(digest);
        self.vote
            .as_deref()
            .and_then(Vote::from_key)
            .filter(|_| over_this && self.conflict == Some(false))
    }
}

pub(super) async fn places(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Place>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Place,
        r#"select s.person_id, p.name, s.chair,
             (select d.conflict from declarations d where d.body_id = s.body_id and d.engagement_id = s.engagement_id
               and d.person_id = s.person_id and d.capacity = 'panel' order by d.id desc limit 1) as "conflict?",
             v.vote as "vote?", v.record_digest as "record_digest?"
           from panel_seats s
           join people p on p.id = s.person_id
           left join lateral (select v.vote, v.record_digest from votes v
             where v.body_id = s.body_id and v.case_id = s.case_id and v.person_id = s.person_id and v.chair = s.chair
               and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)
             order by v.signed_at desc, v.id desc limit 1) v on true
           where s.body_id = $1 and s.case_id = $2 and s.released_at is null
           order by s.chair, s.id"#,
        body,
        case
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The place of the member who signs, free of a signature that stands already.
pub(super) fn own<'a>(places: &'a [Place], person: Uuid, manifest: &Manifest) -> Result<&'a Place> {
    let own = places.iter().find(|p| p.person_id == person).ok_or(Error::NotFound)?;
    match own.standing(&manifest.digest) {
        None => Ok(own),
        Some(_) => Err(rulebook::DEC_6
            .refuse(
                "You have signed already; your signature stands.",
                "Open the case to see how far it has come.",
            )
            .into()),
    }
}
