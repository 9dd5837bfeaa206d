//! Files given as evidence: streamed to the store, named by their digest, opaque.

use crate::error::{Error, Result};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use std::path::Path;
use std::sync::Arc;

/// Where the bytes lie: a folder, or any S3-compatible store.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<dyn ObjectStore>);

impl Store {
    /// A store in a folder, which is made if it is missing.
    pub fn folder(path: &Path) -> Result<Self> {
        std::fs::create_dir_all(path).map_err(|cause| Error::Fault(format!("{}: {cause}", path.display())))?;
        let store = LocalFileSystem::new_with_prefix(path).map_err(|cause| Error::Fault(cause.to_string()))?;
        Ok(Store(Arc::new(store)))
    }
}
