//! The folder of the unix socket: in the data folder, or in a short one when that path is too long.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

use crate::ClusterError;
use crate::folder::{Folder, random_name};

/// What PostgreSQL adds to the folder; a unix socket's whole path may have 107 bytes.
const FILE: &str = "/.s.PGSQL.5432";
const LONGEST_PATH: usize = 107;
const SHORT_PREFIX: &str = "/tmp/assay-";

/// The socket's folder; a short one outside the data folder goes away with this.
#[derive(Debug)]
pub(crate) struct Socket {
    dir: PathBuf,
    outside: bool,
}

impl Socket {
    pub(crate) fn make(folder: &Folder) -> Result<Socket, ClusterError> {
        let inside = folder.root().join("socket");
        remove_old(&inside);
        let outside = !fits(&inside);
        let dir = match outside {
            false => inside.clone(),
            true => PathBuf::from(format!("{SHORT_PREFIX}{}", random_name(6)?)),
        };
        // Not "create all": in a folder that everyone may write to, it has to be a new one.
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&dir)
            .map_err(ClusterError::io("make the folder", &dir))?;
        folder.account().own(&dir)?;
        if outside {
            // So that a person finds it, and the next start can clear it away after a kill -9.
            symlink(&dir, &inside).map_err(ClusterError::io("make the link", &inside))?;
        }
        Ok(Socket { dir, outside })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.outside {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

fn fits(dir: &Path) -> bool {
    dir.as_os_str().len() + FILE.len() <= LONGEST_PATH
}

/// Removes what the last run left, wherever it was.
fn remove_old(inside: &Path) {
    if let Ok(target) = fs::read_link(inside) {
        if target.to_string_lossy().starts_with(SHORT_PREFIX) {
            let _ = fs::remove_dir_all(target);
        }
        let _ = fs::remove_file(inside);
    } else {
        let _ = fs::remove_dir_all(inside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_the_file_that_postgresql_adds() {
        let of_length = |n: usize| PathBuf::from(format!("/{}", "x".repeat(n - 1)));
        assert!(fits(&of_length(93)));
        assert!(!fits(&of_length(94)));
    }
}
