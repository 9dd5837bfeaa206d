//! Where this workspace's files and programs are, and cargo called for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::steps::Outcome;

pub(crate) struct Workspace {
    root: PathBuf,
    /// Where cargo puts the programs of the dev profile, this one among them.
    programs: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Outcome<Workspace> {
        // Asked at run time, because a target folder may be shared between several checkouts.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.join("../..").canonicalize();
        let root = root.map_err(|e| format!("cannot find the workspace: {e}"))?;
        let this = std::env::current_exe().map_err(|e| format!("cannot find this program: {e}"))?;
        let programs = this.parent().ok_or("this program has no folder")?.to_path_buf();
        Ok(Workspace { root, programs })
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// A program of ours that cargo has built.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    pub(crate) fn target(&self) -> &Path {
        self.programs.parent().unwrap_or(&self.programs)
    }

    /// A cargo command at the top of the workspace, with the offline query data.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(cargo);
        command.args(arguments);
        // Absolute, because we may have been started in another folder.
        command.env("CARGO_TARGET_DIR", self.target());
        command.env("SQLX_OFFLINE", "true").env_remove("DATABASE_URL");
        command
    }

    /// Any command at the top of the workspace, without what `cargo run` tells this program about
    /// itself: some build scripts look at that, and would build anew each time it differs.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for (key, _) in std::env::vars_os() {
            let name = key.to_string_lossy();
            let about_us = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
            if about_us.iter().any(|start| name.starts_with(start)) {
                command.env_remove(&key);
            }
        }
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }
}
