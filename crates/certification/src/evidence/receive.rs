//! An upload on its way in: streamed to the store while its digest is taken, kept only by the act that it
//! belongs to, and thrown away by every other end.

use super::Store;
use super::kinds::{clean_name, judge};
use crate::actor::Actor;
use crate::error::{Error, FieldErrors, Result};
use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The largest file.
pub const LARGEST: u64 = 50 * 1024 * 1024;

/// As many first bytes as it takes to know what a file is.
const ENOUGH: usize = 8 * 1024;

/// A file that has arrived whole, and belongs to nothing yet. Dropped, it is gone.
pub struct Received {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub(super) body: Uuid,
    pub(super) incoming: Path,
    pub(super) store: Store,
    pub(super) settled: bool,
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

pub(super) fn at_file(message: String) -> Error {
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

pub(super) fn lost(cause: object_store::Error) -> Error {
    Error::Fault(format!("the store: {cause}"))
}

impl Received {
    /// Gives the bytes their lasting name, by digest within the body that they came to; in another they are
    /// not there.
    pub(crate) async fn settle(&mut self, body: Uuid) -> Result<()> {
        if self.body != body {
            return Err(Error::NotFound);
        }
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
