//! What other people's programs say of our proofs: libraries in Python, in a folder of their own under target/, run
//! over the vectors in docs/formats; and the page that checks a bundle, in the browser.

use crate::install;
use crate::steps::{Outcome, run};
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;

const SCRIPTS: [&str; 4] = ["credential.py", "passkey.py", "case_file.py", "pdf.py"];

/// The scripts beside their list of libraries, each in turn; the first that disagrees fails.
pub(crate) fn agree(workspace: &Workspace) -> Outcome {
    let folder = workspace.path("crates/proofs/tests/others");
    let python = libraries(workspace, &folder.join("requirements.txt"))?;
    SCRIPTS.iter().try_for_each(|script| run(Command::new(&python).arg(folder.join(script))))
}

/// The page that needs no network, tried in the browser on every vector.
pub(crate) fn page(workspace: &Workspace) -> Outcome {
    let chromium = install::chromium().ok_or("chromium is not installed")?;
    let mut node = workspace.command("node");
    node.arg(workspace.path("crates/proofs/tests/page.mjs"))
        .arg(workspace.path("e2e/node_modules"));
    run(node.env("CHROMIUM", chromium))
}

/// A Python with the libraries of the list; made once, and anew when the list has changed.
fn libraries(workspace: &Workspace, list: &std::path::Path) -> Outcome<PathBuf> {
    let place = workspace.path("target/others");
    let (python, kept) = (place.join("bin/python"), place.join("requirements.txt"));
    let wanted = std::fs::read(list).map_err(|cause| cause.to_string())?;
    if std::fs::read(&kept).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(&python).args(pip).arg(list))?;
    std::fs::write(&kept, wanted).map_err(|cause| cause.to_string())?;
    Ok(python)
}
