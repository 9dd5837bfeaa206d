//! The little SQL that making a database takes, through psql.

use std::process::{Command, Stdio};

use crate::{Cluster, ClusterError};

impl Cluster {
    /// A psql command for a database, as the superuser; settings of the person's own psql do not
    /// reach it.
    pub fn psql(&self, database: &str) -> Command {
        let program = self.binaries.program("psql");
        let mut psql = self.folder.account().command(program, self.folder.root());
        // Not as arguments: those can be read by anyone who lists processes.
        psql.env("PGHOST", self.socket.dir())
            .env("PGUSER", "postgres")
            .env("PGPASSWORD", self.folder.password())
            .env("PGDATABASE", database)
            .args(["--no-psqlrc", "--set=ON_ERROR_STOP=1", "--no-password"])
            .stdin(Stdio::null());
        psql
    }

    /// Makes the database when it is missing; two at once both succeed.
    pub fn ensure_database(&self, name: &str) -> Result<(), ClusterError> {
        if !is_plain(name) {
            return Err(ClusterError::BadName { name: name.to_string() });
        }
        let is_there = format!("select 1 from pg_database where datname = '{name}'");
        if !self.ask(&is_there)?.is_empty() {
            return Ok(());
        }
        match self.ask(&format!("create database \"{name}\"")) {
            // Another may have made it in between.
            Err(error) if self.ask(&is_there)?.is_empty() => Err(error),
            _ => Ok(()),
        }
    }

    fn ask(&self, sql: &str) -> Result<String, ClusterError> {
        let output = self
            .psql("postgres")
            .args(["--tuples-only", "--no-align", "--quiet", "--command", sql])
            .output()
            .map_err(ClusterError::io("run", &self.binaries.program("psql")))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
        } else {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(ClusterError::Failed { what: "The database refused:".to_string(), said })
        }
    }
}

/// Small letters, digits, underscores, a letter first.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let first = name.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    first && name.len() <= 63 && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_that_could_break_out_of_their_quotes_are_refused() {
        assert!(super::is_plain("assay_test"));
        for bad in ["", "1st", "Assay", "a-b", "a\"b", "a'b", "é", &"a".repeat(64)] {
            assert!(!super::is_plain(bad), "{bad}");
        }
    }
}
