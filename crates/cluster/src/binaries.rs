//! Where PostgreSQL's server programs are, and which version they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ClusterError;

/// The oldest major version that Assay's SQL runs on.
pub const OLDEST: u32 = 15;

/// A server's programs: one folder, one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    pub dir: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// The full path of one of the programs, e.g. `psql`.
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The programs in a folder, if all that we need are there and work.
    fn in_folder(dir: &Path) -> Option<Binaries> {
        let complete =
            ["postgres", "initdb", "pg_ctl", "psql"].iter().all(|p| dir.join(p).is_file());
        if !complete {
            return None;
        }
        let output = Command::new(dir.join("postgres"))
            .arg("--version")
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let major = major_of(&String::from_utf8_lossy(&output.stdout))?;
        Some(Binaries { dir: dir.to_path_buf(), major })
    }
}

/// The server programs that a new cluster would use: `ASSAY_PG_BIN`, else the newest under
/// `/usr/lib/postgresql`, else those on the PATH.
pub fn binaries() -> Option<Binaries> {
    find(None).ok()
}

/// The same for a cluster that was made by a known version, which must then be the one.
pub(crate) fn find(made_by: Option<(u32, PathBuf)>) -> Result<Binaries, ClusterError> {
    let found = match std::env::var_os("ASSAY_PG_BIN").filter(|v| !v.is_empty()) {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            let one = Binaries::in_folder(&folder).ok_or(ClusterError::WrongFolder { folder })?;
            vec![one]
        }
        None => installed(),
    };
    choose(found, made_by)
}

/// Picks from what was found, in the order it was found.
fn choose(found: Vec<Binaries>, made_by: Option<(u32, PathBuf)>) -> Result<Binaries, ClusterError> {
    if let Some((made_by, data)) = made_by {
        return found
            .into_iter()
            .find(|b| b.major == made_by)
            .ok_or(ClusterError::OtherVersion { data, made_by });
    }
    let newest_too_old = found.iter().map(|b| b.major).max();
    found.into_iter().find(|b| b.major >= OLDEST).ok_or(match newest_too_old {
        Some(found) => ClusterError::TooOld { found },
        None => ClusterError::NoServer,
    })
}

/// Debian's folders, newest first; then what PATH leads to.
fn installed() -> Vec<Binaries> {
    let mut by_version = BTreeMap::new();
    for entry in std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        if let Some(found) = Binaries::in_folder(&entry.path().join("bin")) {
            by_version.insert(found.major, found);
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        // A link on the PATH stands alone; its target has the other programs beside it.
        .filter_map(|dir| std::fs::canonicalize(dir.join("postgres")).ok())
        .filter_map(|program| Binaries::in_folder(program.parent()?));
    by_version.into_values().rev().chain(on_path).collect()
}

/// Reads "postgres (PostgreSQL) 15.18 (Debian …)", and "18beta1" too.
fn major_of(version: &str) -> Option<u32> {
    let after = version.split("(PostgreSQL)").nth(1)?.trim_start();
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(major: u32) -> Binaries {
        Binaries { dir: PathBuf::from(format!("/{major}")), major }
    }

    #[test]
    fn reads_the_version_of_releases_and_betas() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn a_new_cluster_takes_the_first_that_is_new_enough() {
        assert_eq!(choose(vec![version(17), version(15)], None).unwrap().major, 17);
        assert_eq!(choose(vec![version(13), version(16)], None).unwrap().major, 16);
        assert!(matches!(choose(vec![version(13)], None), Err(ClusterError::TooOld { found: 13 })));
        assert!(matches!(choose(vec![], None), Err(ClusterError::NoServer)));
    }

    #[test]
    fn an_existing_cluster_takes_its_own_version_or_none() {
        let made_by = |v| Some((v, PathBuf::from("/data")));
        assert_eq!(choose(vec![version(17), version(15)], made_by(15)).unwrap().major, 15);
        let missing = choose(vec![version(17)], made_by(15)).unwrap_err();
        assert!(missing.to_string().contains("apt-get install postgresql-15"), "{missing}");
    }
}
