//! Why a cluster could not start, as sentences that say what to do next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::binaries::OLDEST;

/// Why a cluster could not start or answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum ClusterError {
    /// No PostgreSQL server is installed where we look.
    NoServer,
    /// `ASSAY_PG_BIN` names a folder without a usable server.
    WrongFolder { folder: PathBuf },
    /// Only servers older than the floor are installed.
    TooOld { found: u32 },
    /// The data folder was made by another major version than any installed.
    OtherVersion { data: PathBuf, made_by: u32 },
    /// Another program holds the data folder.
    InUse { data: PathBuf, process: Option<u32> },
    /// A server from before still runs in the data folder.
    StillRunning { data: PathBuf, process: u32 },
    /// The folder holds files that are not ours.
    NotOurs { data: PathBuf },
    /// The user PostgreSQL runs as cannot pass through a parent folder.
    Impassable { data: PathBuf, parent: PathBuf, user: String },
    /// We are root and neither `postgres` nor `nobody` exists.
    NoAccount,
    /// The cluster is there but its password file is not.
    NoPassword { file: PathBuf },
    /// A database name that we would not like to quote.
    BadName { name: String },
    /// A program of PostgreSQL's failed; its own words follow.
    Failed { what: String, said: String },
    /// The operating system refused something.
    Io { what: String, source: io::Error },
}

impl ClusterError {
    pub(crate) fn io(what: &str, path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
        let what = format!("{what} {}", path.display());
        move |source| ClusterError::Io { what, source }
    }
}

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ClusterError::*;
        match self {
            NoServer => write!(
                f,
                "No PostgreSQL server is installed. Install one (on Debian: apt-get install \
                 postgresql), or set ASSAY_PG_BIN to the folder that holds postgres and initdb, \
                 or set DATABASE_URL to a database that runs already."
            ),
            WrongFolder { folder } => write!(
                f,
                "ASSAY_PG_BIN is {}, but that folder does not hold a working postgres, initdb, \
                 pg_ctl and psql. Set it to a server's bin folder, or unset it.",
                folder.display()
            ),
            TooOld { found } => write!(
                f,
                "PostgreSQL {found} is installed, but version {OLDEST} or later is needed. \
                 Install a newer one beside it, or set DATABASE_URL."
            ),
            OtherVersion { data, made_by } => write!(
                f,
                "The data in {} was made by PostgreSQL {made_by}, which is not installed. Install \
                 version {made_by} (on Debian: apt-get install postgresql-{made_by}), or name \
                 another data folder with ASSAY_DATA.",
                data.display()
            ),
            InUse { data, process } => {
                let holder = process.map_or(String::new(), |id| format!(" (process {id})"));
                write!(
                    f,
                    "The data folder {} is in use by another Assay{holder}. Stop that one first, \
                     or name another data folder with ASSAY_DATA.",
                    data.display()
                )
            }
            StillRunning { data, process } => write!(
                f,
                "A PostgreSQL server (process {process}) from before still runs in {}. Stop it \
                 with: kill -INT {process}",
                data.display()
            ),
            NotOurs { data } => write!(
                f,
                "The folder {} holds other files and no cluster of Assay's. Name an empty or new \
                 folder with ASSAY_DATA.",
                data.display()
            ),
            Impassable { data, parent, user } => write!(
                f,
                "PostgreSQL does not run as root but as the user {user}, who cannot pass through \
                 {} to reach {}. Set ASSAY_DATA to a place that every user may pass through, such \
                 as /var/lib/assay, or run: chmod o+x {}",
                parent.display(),
                data.display(),
                parent.display()
            ),
            NoAccount => write!(
                f,
                "PostgreSQL does not run as root, and this system has neither a user postgres nor \
                 a user nobody. Run Assay as an ordinary user, or add one: useradd --system postgres"
            ),
            NoPassword { file } => write!(
                f,
                "The cluster's password file {} is missing. Put it back from a backup, or name a \
                 new data folder with ASSAY_DATA.",
                file.display()
            ),
            BadName { name } => write!(
                f,
                "{name:?} cannot be a database's name: use 1 to 63 small letters, digits and \
                 underscores, a letter first."
            ),
            Failed { what, said } => write!(f, "{what}\n{}", said.trim_end()),
            Io { what, source } if source.kind() == io::ErrorKind::PermissionDenied => write!(
                f,
                "Cannot {what}: {source}. If it belongs to another user, run Assay as that user, or \
                 name another data folder with ASSAY_DATA."
            ),
            Io { what, source } => write!(f, "Cannot {what}: {source}."),
        }
    }
}

impl std::error::Error for ClusterError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ClusterError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
