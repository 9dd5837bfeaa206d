//! What lies abandoned on the way in is removed, e.g. after a crash.

use super::Store;
use super::receive::lost;
use crate::error::{Error, Result};
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use std::time::{Duration, SystemTime};

/// Nobody sends one file for longer: what lies in the way in since then was abandoned.
const ABANDONED: Duration = Duration::from_secs(3600);

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
