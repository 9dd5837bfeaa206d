//! Making a file: that it was taken is an act on the record, the record is sealed up to that act, and then it is
//! written, piece by piece.

use super::Contents;
use super::gather::gather;
use crate::actor::{Actor, Room};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evidence::{self, Store};
use crate::files;
use crate::keys::{self, Identity, Keyring, Purpose};
use crate::log;
use crate::record::{Entry, Seen};
use futures::TryStreamExt;
use proofs::case_file::{Unwritten, Writer};
use std::io::Write;
use uuid::Uuid;

/// What making a file needs beside the file.
pub struct Making<'a> {
    pub db: &'a Db,
    pub store: &'a Store,
    pub keyring: &'a Keyring,
    /// The address that people use, without a slash at its end.
    pub public_url: &'a str,
    /// How the body is named in what it signs.
    pub identity: Identity,
}

/// Writes the file of an engagement to `out` and gives it back. `page` makes its index.html.
///
/// # Errors
/// Not found where the actor's room has no such engagement; a fault where the record's chain does not hold.
pub async fn make<W: Write>(
    making: &Making<'_>,
    actor: &Actor,
    engagement: Uuid,
    page: impl FnOnce(&Contents) -> Result<String>,
    out: W,
) -> Result<W> {
    if actor.room() != Room::Office {
        return Err(Error::NotFound);
    }
    let origin = making.identity.log();
    let house = Actor::house(actor.body()?).in_zone(actor.zone().clone());
    set_down(making.db, actor, engagement).await?;
    log::seal_body(making.db, &house, making.keyring, &origin).await?;
    let (url, db) = (making.public_url, making.db);
    let key = db
        .write(&house, async |tx| keys::in_use(tx, making.keyring, Purpose::Decision).await)
        .await?;
    let contents = db.read(actor, async |tx| gather(tx, engagement, (url, &origin)).await).await?;
    let mut writer = Writer::new(out, contents.about.clone());
    writer.page(&page(&contents)?).map_err(unwritten)?;
    papers(&mut writer, &contents).map_err(unwritten)?;
    for piece in &contents.evidence {
        let opened =
            db.read(actor, async |tx| evidence::open(tx, making.store, piece.id).await).await?;
        let bytes: Vec<bytes::Bytes> =
            opened.stream.try_collect().await.map_err(|cause| Error::Fault(cause.to_string()))?;
        writer.evidence(&bytes.concat()).map_err(unwritten)?;
    }
    writer.finish(&key.signing).map_err(unwritten)
}

/// That somebody takes the file is on the record, and so in the file. Whoever only looks leaves a look instead.
async fn set_down(db: &Db, actor: &Actor, engagement: Uuid) -> Result<()> {
    if actor.only_looks() {
        return db.read(actor, async |tx| files::of(tx, engagement).await.map(drop)).await;
    }
    db.write(actor, async |tx| {
        let file = files::of(tx, engagement).await?.file();
        let sentence = "Took the whole file away, as one zip that proves itself.";
        tx.record(Entry::new(file, "file_exported", sentence, Seen::ByStaff));
        Ok(())
    })
    .await
}

/// Everything but the evidence.
fn papers<W: Write>(writer: &mut Writer<W>, contents: &Contents) -> Result<(), Unwritten> {
    writer.record(&contents.record)?;
    for (kind, text) in &contents.things {
        writer.item(kind, text.as_bytes())?;
    }
    for vote in &contents.votes {
        writer.signature(&vote.signature)?;
    }
    for paper in &contents.attestations {
        writer.attestation(&paper.name(), &paper.pdf)?;
    }
    if let Some(proven) = &contents.proven {
        writer.checkpoint(&proven.note)?;
        for (seq, proof) in &proven.proofs {
            writer.proof(*seq, proof)?;
        }
    }
    Ok(())
}

fn unwritten(cause: Unwritten) -> Error {
    Error::Fault(cause.to_string())
}
