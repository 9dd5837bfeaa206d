//! Files given as evidence: streamed to the store, named by their digest, opaque. A file is on the record
//! once its row is committed; what never got that far is thrown away.

mod keep;
mod kinds;
mod reads;
mod receive;
mod sweep;
#[cfg(test)]
mod tests;

pub use keep::keep;
pub use kinds::{accepted, clean_name};
pub(crate) use reads::Stored;
pub use reads::{Given, Opened, about, open, size};
pub use receive::{LARGEST, Received, receive};
pub use sweep::sweep;

use crate::error::{Error, Result};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the bytes lie: a folder, or any S3-compatible store.
#[derive(Clone)]
pub struct Store {
    pub(crate) objects: Arc<dyn ObjectStore>,
    /// The folder, where the store is one: half-written files are swept there.
    pub(crate) folder: Option<PathBuf>,
}

impl Store {
    /// A store in a folder, which is made if it is missing.
    pub fn folder(path: &Path) -> Result<Self> {
        std::fs::create_dir_all(path)
            .map_err(|cause| Error::Fault(format!("{}: {cause}", path.display())))?;
        let store = LocalFileSystem::new_with_prefix(path)
            .map_err(|cause| Error::Fault(cause.to_string()))?;
        Ok(Store { objects: Arc::new(store.with_fsync(true)), folder: Some(path.to_owned()) })
    }
}

/// What a file is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Application,
    DocumentRequest,
    Finding,
    Conclusion,
    Meeting,
}

impl About {
    /// The key kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            About::Application => "application",
            About::DocumentRequest => "document_request",
            About::Finding => "finding",
            About::Conclusion => "conclusion",
            About::Meeting => "meeting",
        }
    }

    /// Whether the client's own room reads such files; what the team collects is the team's.
    pub fn is_clients_too(self) -> bool {
        matches!(self, About::Application | About::DocumentRequest | About::Finding)
    }
}
