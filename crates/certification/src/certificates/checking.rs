//! What the register knows beside the bytes of a file that somebody was given: the keys and lists of the body in whose
//! name it is signed, and how its number stands, of which a list tells the half (withdrawn, or replaced: CRT-6).

use super::lists::newest_list;
use super::{Answer, Standing, of_number};
use crate::db::Tx;
use crate::error::Result;
use crate::{bodies, keys};
use proofs::key_set::KeySet;
use proofs::status_list::Purpose;

/// What this register publishes of a body, by which a file in its name is judged.
#[derive(Debug, Clone)]
pub struct Published {
    /// The body's part of an address.
    pub slug: String,
    pub keys: KeySet,
    /// Its newest status lists, as they were signed.
    pub lists: Vec<Vec<u8>>,
}

/// What is published of the body with this DID; none where it is no body of this installation.
pub async fn published_of(
    tx: &mut Tx<'_>,
    did: &str,
    public_url: &str,
) -> Result<Option<Published>> {
    let Some(body) = bodies::by_did(tx, did, public_url).await? else { return Ok(None) };
    let lines = keys::published(tx, body.id).await?;
    let keys = keys::key_set(&lines, did, keys::Purpose::Credential);
    let mut lists = Vec::new();
    for purpose in [Purpose::Suspension, Purpose::Revocation] {
        let list = newest_list(tx, body.id, purpose).await?;
        lists.extend(list.map(|list| list.jwt.into_bytes()));
    }
    Ok(Some(Published { slug: body.slug, keys, lists }))
}

/// How this revision of a number stands today; none where this body has not given it.
pub async fn standing_of(
    tx: &mut Tx<'_>,
    slug: &str,
    number: &str,
    revision: i32,
) -> Result<Option<Standing>> {
    Ok(match of_number(tx, number, Some(revision)).await? {
        Answer::Found(entry) if entry.body_slug == slug => Some(entry.standing),
        _ => None,
    })
}
