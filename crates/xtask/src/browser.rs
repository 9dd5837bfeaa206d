//! The browser journey in `e2e/`: its packages, then its tests against the built program.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::install;
use crate::steps::{Outcome, run, say};
use crate::workspace::Workspace;

pub(crate) fn journey(workspace: &Workspace) -> Outcome {
    let e2e = workspace.path("e2e");
    if !e2e.join("package.json").is_file() {
        say("    There is no e2e/package.json, so there is no journey to run");
        return Ok(());
    }
    let chromium = install::chromium().ok_or("chromium is not installed")?;
    let npm = |arguments: &[&str]| {
        let mut npm = workspace.command("npm");
        npm.current_dir(&e2e).args(arguments);
        // The browser is Debian's; Playwright would fetch one of its own.
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        npm.env("ASSAY_BIN", workspace.program("assay")).env("CHROMIUM", &chromium);
        npm.env_remove("DATABASE_URL");
        run(&mut npm)
    };
    if !is_installed(&e2e) {
        npm(&["ci", "--no-audit", "--no-fund"])?;
    }
    npm(&["test"])
}

/// npm notes what it has installed; a lock file that is newer than the note asks for more.
fn is_installed(e2e: &Path) -> bool {
    let time = |file: &str| -> Option<SystemTime> {
        fs::metadata(e2e.join(file)).and_then(|m| m.modified()).ok()
    };
    match (time("node_modules/.package-lock.json"), time("package-lock.json")) {
        (Some(noted), Some(wanted)) => noted >= wanted,
        _ => false,
    }
}
