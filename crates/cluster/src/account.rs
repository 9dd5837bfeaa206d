//! The user PostgreSQL runs as, and whether that user can reach a folder.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClusterError;

/// Who PostgreSQL's programs run as.
#[derive(Debug, Clone)]
pub(crate) enum Account {
    /// The user that we are already.
    Ours,
    /// Another one, because we are root.
    Other { uid: u32, gid: u32, name: String },
}

impl Account {
    /// The account for a data folder: whoever owns the cluster in it, else `postgres`, else `nobody`.
    pub(crate) fn for_cluster_in(pgdata: &Path) -> Result<Account, ClusterError> {
        if !we_are_root() {
            return Ok(Account::Ours);
        }
        let owner = fs::metadata(pgdata).ok().filter(|m| m.uid() != 0);
        if let Some(owner) = owner {
            let name = named(|_, uid| uid == owner.uid()).map(|a| a.2);
            let name = name.unwrap_or_else(|| owner.uid().to_string());
            return Ok(Account::Other { uid: owner.uid(), gid: owner.gid(), name });
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|wanted| named(|name, _| name == *wanted))
            .map(|(uid, gid, name)| Account::Other { uid, gid, name })
            .ok_or(ClusterError::NoAccount)
    }

    /// A command that will run as this account, and that no setting of the person's own psql reaches.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>, dir: &Path) -> Command {
        let mut command = Command::new(program);
        // PostgreSQL's programs go back to the folder they were started in, which must be passable.
        command.current_dir(dir);
        for (key, _) in std::env::vars_os() {
            if key.to_string_lossy().starts_with("PG") {
                command.env_remove(key);
            }
        }
        command.env("LC_ALL", "C.UTF-8");
        if let Account::Other { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Hands a file or folder of ours to this account.
    pub(crate) fn own(&self, path: &Path) -> Result<(), ClusterError> {
        match self {
            Account::Ours => Ok(()),
            Account::Other { uid, gid, .. } => chown(path, Some(*uid), Some(*gid))
                .map_err(ClusterError::io("change the owner of", path)),
        }
    }

    /// The first folder above `path` that this account may not pass through.
    fn barrier(&self, path: &Path) -> Option<PathBuf> {
        let Account::Other { uid, gid, .. } = self else { return None };
        let above: Vec<&Path> = path.ancestors().skip(1).collect();
        above.into_iter().rev().find(|dir| !may_pass(dir, *uid, *gid)).map(Path::to_path_buf)
    }

    pub(crate) fn reach(&self, path: &Path) -> Result<(), ClusterError> {
        match (self, self.barrier(path)) {
            (Account::Other { name, .. }, Some(parent)) => Err(ClusterError::Impassable {
                data: path.to_path_buf(),
                parent,
                user: name.clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// Whether a cluster could live in this folder, which need not exist yet: every folder above it must
/// be passable for the user PostgreSQL runs as.
pub fn passable(data: &Path) -> Result<(), ClusterError> {
    let full = std::path::absolute(data).map_err(ClusterError::io("read the path", data))?;
    Account::for_cluster_in(&full.join("pgdata"))?.reach(&full)
}

/// A folder that does not exist yet is one that we would make, and make passable.
fn may_pass(dir: &Path, uid: u32, gid: u32) -> bool {
    let Ok(meta) = fs::metadata(dir) else { return true };
    let bit = match () {
        () if meta.uid() == uid => 0o100,
        () if meta.gid() == gid => 0o010,
        () => 0o001,
    };
    meta.mode() & bit != 0
}

fn we_are_root() -> bool {
    // The owner of our own entry in /proc is the user that we run as.
    fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}

/// The first line of /etc/passwd that fits: user, group, name.
fn named(fits: impl Fn(&str, u32) -> bool) -> Option<(u32, u32, String)> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        fits(name, uid).then(|| (uid, gid, name.to_string()))
    })
}
