//! An upload on its way in: streamed to the store while its digest is taken, kept only by the act that it
//! belongs to, and thrown away by every other end.

use super::kinds::{clean_name, judge};
use super::{About, Store};
use crate::actor::Actor;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::record::{Entry, File, Seen};
use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// The largest file.
pub const LARGEST: u64 = 50 * 1024 * 1024;
/// The most that all files of one client may take together.
const LARGEST_CLIENT: i64 = 2 * 1024 * 1024 * 1024;
/// As many first bytes as it takes to know what a file is.
const ENOUGH: usize = 8 * 1024;
/// Nobody sends one file for longer: what lies in the way in since then was abandoned.
const ABANDONED: Duration = Duration::from_secs(3600);

/// A file that has arrived whole, and belongs to nothing yet. Dropped, it is gone.
pub struct Received {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    body: Uuid,
    incoming: Path,
    store: Store,
    settled: bool,
}

/// Takes a file in. `bytes` may end in an error (the connection broke); then, and whenever the file is empty,
/// too large or not what its name says, a message stands at the field `file` and nothing is left over.
pub async fn receive<E: std::fmt::Display>(
    store: &Store,
    by: &Actor,
    name: &str,
    bytes: impl Stream<Item = std::result::Result<Bytes, E>>,
) -> Result<Received> {
    let (body, name) = (by.body()?, clean_name(name));
    let mut bytes = std::pin::pin!(bytes.map_err(|cause| broken(&name, &cause.to_string())));
    let mut first = Vec::new();
    while first.len() < ENOUGH {
        let Some(chunk) = bytes.next().await else { break };
        first.extend_from_slice(&chunk?);
    }
    if first.is_empty() {
        return Err(at_file(format!("“{name}” is empty. Choose the file again")));
    }
    let media_type = judge(&name, &first).map_err(at_file)?;
    let incoming = Path::from(format!("{body}/incoming/{}", Uuid::now_v7()));
    let (length, sha256) = write(store, &incoming, &name, first.into(), bytes).await?;
    Ok(Received {
        name,
        media_type,
        bytes: length,
        sha256,
        body,
        incoming,
        store: store.clone(),
        settled: false,
    })
}

/// Writes what comes to its place on the way in; whatever goes wrong, nothing stays there.
async fn write(
    store: &Store,
    to: &Path,
    name: &str,
    first: Bytes,
    mut rest: impl Stream<Item = Result<Bytes>> + Unpin,
) -> Result<(i64, Vec<u8>)> {
    let mut file = WriteMultipart::new(store.objects.put_multipart(to).await.map_err(lost)?);
    let mut digest = Sha256::new();
    let (mut length, mut chunk) = (0u64, Some(Ok(first)));
    while let Some(next) = chunk {
        length += next.as_ref().map_or(0, |bytes| bytes.len() as u64);
        let refused = match &next {
            Ok(_) if length > LARGEST => Some(too_large(name)),
            _ => next.as_ref().err().map(copy_of),
        };
        if let Some(refused) = refused {
            file.abort().await.map_err(lost)?;
            return Err(refused);
        }
        let bytes = next?;
        digest.update(&bytes);
        file.wait_for_capacity(2).await.map_err(lost)?;
        file.put(bytes);
        chunk = rest.next().await;
    }
    file.finish().await.map_err(lost)?;
    Ok((i64::try_from(length).unwrap_or(i64::MAX), digest.finalize().to_vec()))
}

fn copy_of(error: &Error) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(errors.clone()),
        other => Error::Fault(other.to_string()),
    }
}

fn at_file(message: String) -> Error {
    FieldErrors::one("file", message).into()
}

fn too_large(name: &str) -> Error {
    at_file(format!(
        "“{name}” is larger than {} MB. Split it, or send a smaller version",
        LARGEST / 1024 / 1024
    ))
}

fn broken(name: &str, cause: &str) -> Error {
    tracing::info!(cause, "an upload broke off");
    at_file(format!(
        "“{name}” did not arrive whole: the connection broke, and nothing of it was kept. Send it again"
    ))
}

fn lost(cause: object_store::Error) -> Error {
    Error::Fault(format!("the store: {cause}"))
}

/// Makes a received file part of this transaction's act: its bytes get their lasting name, and the row says
/// what it is given for. The same bytes given again for the same thing are one file.
pub async fn keep(
    tx: &mut Tx<'_>,
    mut received: Received,
    file: File,
    about: About,
    about_id: Uuid,
) -> Result<Uuid> {
    let body = tx.actor().body()?;
    if received.body != body {
        return Err(Error::NotFound);
    }
    let turn = about_id.as_u128() as i64;
    sqlx::query!("select pg_advisory_xact_lock($1)", turn).execute(tx.sql()).await?;
    let room = sqlx::query!(
        r#"select (select coalesce(sum(bytes), 0)::bigint from evidence where body_id = $1 and client_id = $2) as "taken!",
             (select id from evidence where body_id = $1 and about_kind = $3 and about_id = $4 and sha256 = $5 limit 1) as same"#,
        body,
        file.client_id,
        about.key(),
        about_id,
        received.sha256
    )
    .fetch_one(tx.sql())
    .await?;
    if let Some(same) = room.same {
        return Ok(same);
    }
    if room.taken + received.bytes > LARGEST_CLIENT {
        return Err(at_file("The files of this client would take more than 2 GB together. Ask the certification body".into()));
    }
    received.settle().await?;
    insert(tx, &received, file, about, about_id).await
}

async fn insert(
    tx: &mut Tx<'_>,
    received: &Received,
    file: File,
    about: About,
    about_id: Uuid,
) -> Result<Uuid> {
    let (body, person, id, now) = (tx.actor().body()?, tx.actor().person()?, tx.new_id(), tx.now());
    sqlx::query!(
        "insert into evidence (body_id, client_id, engagement_id, id, sha256, bytes, media_type, name, about_kind, about_id, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        received.sha256,
        received.bytes,
        received.media_type,
        received.name,
        about.key(),
        about_id,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    let seen = if about.is_clients_too() { Seen::ByClientToo } else { Seen::ByStaff };
    tx.record(
        Entry::new(file, "evidence_given", format!("gave the file “{}”", received.name), seen)
            .touching("evidence", id, &received.sha256),
    );
    Ok(id)
}

impl Received {
    /// Gives the bytes their lasting name, by digest within the body.
    async fn settle(&mut self) -> Result<()> {
        let to = lasting(self.body, &self.sha256);
        self.store.objects.rename(&self.incoming, &to).await.map_err(lost)?;
        self.settled = true;
        Ok(())
    }
}

/// Where the bytes of this digest lie.
pub(super) fn lasting(body: Uuid, sha256: &[u8]) -> Path {
    Path::from(format!("{body}/{}", hex::encode(sha256)))
}

impl Drop for Received {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        let (store, incoming) = (self.store.clone(), self.incoming.clone());
        match (&self.store.folder, tokio::runtime::Handle::try_current()) {
            (Some(folder), _) => drop(std::fs::remove_file(folder.join(incoming.as_ref()))),
            (None, Ok(runtime)) => {
                drop(runtime.spawn(async move { store.objects.delete(&incoming).await }))
            }
            // Swept at the next start.
            (None, Err(_)) => {}
        }
    }
}

/// Removes what lies abandoned on the way in, e.g. after a crash. For the program's start.
pub async fn sweep(store: &Store) -> Result<usize> {
    let old = |at: SystemTime| at.elapsed().is_ok_and(|age| age > ABANDONED);
    let all: Vec<_> = store.objects.list(None).try_collect().await.map_err(lost)?;
    let stale = all
        .into_iter()
        .filter(|o| o.location.as_ref().contains("/incoming/") && old(o.last_modified.into()));
    let mut removed = 0;
    for object in stale {
        store.objects.delete(&object.location).await.map_err(lost)?;
        removed += 1;
    }
    if let Some(folder) = &store.folder {
        removed += sweep_folder(folder, old)
            .map_err(|cause| Error::Fault(format!("{}: {cause}", folder.display())))?;
    }
    Ok(removed)
}

/// Half-written files of a folder, which the store itself does not list.
fn sweep_folder(
    folder: &std::path::Path,
    old: impl Fn(SystemTime) -> bool,
) -> std::io::Result<usize> {
    let mut removed = 0;
    for body in std::fs::read_dir(folder)? {
        let Ok(waiting) = std::fs::read_dir(body?.path().join("incoming")) else { continue };
        for file in waiting {
            let file = file?;
            if old(file.metadata()?.modified()?) {
                std::fs::remove_file(file.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}
