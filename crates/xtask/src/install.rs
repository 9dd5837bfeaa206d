//! What the machine must have beyond Rust and a C compiler, installed when it is missing.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::steps::{Outcome, run, say};
use crate::workspace::Workspace;

/// PostgreSQL's server, for a cluster of our own.
pub(crate) fn postgresql() -> Outcome {
    match lacks_postgresql() {
        true => packages(&["postgresql"]),
        false => Ok(()),
    }
}

/// Everything that `cargo xtask test` runs.
pub(crate) fn for_tests(workspace: &Workspace) -> Outcome {
    let mut missing = Vec::new();
    if lacks_postgresql() {
        missing.push("postgresql");
    }
    missing.extend(missing_for_browser());
    if on_path("pdftotext").is_none() || on_path("pdftoppm").is_none() {
        missing.push("poppler-utils");
    }
    if lacks_python() {
        missing.extend(["python3", "python3-venv"]);
    }
    packages(&missing)?;
    nextest(workspace)
}

/// What the browser journey runs on.
pub(crate) fn for_browser() -> Outcome {
    let mut missing = missing_for_browser();
    if lacks_postgresql() {
        missing.push("postgresql");
    }
    packages(&missing)
}

/// Whoever names a server wants that one; if it is not there, the cluster says so at its start.
fn lacks_postgresql() -> bool {
    std::env::var_os("ASSAY_PG_BIN").is_none() && cluster::binaries().is_none()
}

/// Python with what makes folders of libraries, for other people's programs.
fn lacks_python() -> bool {
    let asked = Command::new("python3")
        .args(["-c", "import venv, ensurepip"])
        .stderr(Stdio::null())
        .status();
    !asked.is_ok_and(|status| status.success())
}

fn missing_for_browser() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if chromium().is_none() {
        // Without any fonts the pictures would show boxes.
        missing.extend(["chromium", "fonts-liberation"]);
    }
    if on_path("node").is_none() {
        missing.push("nodejs");
    }
    if on_path("npm").is_none() {
        missing.push("npm");
    }
    missing
}

/// The browser: the one that CHROMIUM names, else Debian's.
pub(crate) fn chromium() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM").filter(|v| !v.is_empty()) {
        Some(named) => Some(PathBuf::from(named)),
        None => on_path("chromium"),
    }
}

fn nextest(workspace: &Workspace) -> Outcome {
    let there = workspace
        .cargo(&["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if there {
        return Ok(());
    }
    say("    Building cargo-nextest, the test runner; once, and for some minutes");
    run(&mut workspace.cargo(&["install", "cargo-nextest", "--locked"]))
}

/// Installs Debian packages without asking anything.
fn packages(names: &[&str]) -> Outcome {
    if names.is_empty() {
        return Ok(());
    }
    let list = names.join(" ");
    if on_path("apt-get").is_none() {
        return Err(format!("this needs what Debian calls {list}; install that and run me again"));
    }
    let root = root_prefix().ok_or_else(|| {
        format!("only root may install packages; run as root: apt-get install {list}")
    })?;
    say(&format!("    Installing from Debian: {list}"));
    if names.contains(&"postgresql") {
        run(&mut as_root(&root, &["sh", "-c", NO_MAIN_CLUSTER]))?;
    }
    run(&mut as_root(&root, &["apt-get", "-q", "update"]))?;
    let mut install = as_root(&root, &["env", "DEBIAN_FRONTEND=noninteractive"]);
    install.args(["UCF_FORCE_CONFFOLD=1", "apt-get", "-qq", "install", "--yes"]);
    run(install.args(["--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]).args(names))
}

/// The package would make and start a server of its own, which nobody here needs. A setting that is
/// there already stays.
const NO_MAIN_CLUSTER: &str = "mkdir -p /etc/postgresql-common && \
    conf=/etc/postgresql-common/createcluster.conf && \
    { grep -qs '^create_main_cluster' $conf || echo 'create_main_cluster = false' >>$conf; }";

/// What to put before a command so that it runs as root.
fn root_prefix() -> Option<Vec<&'static str>> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(vec![]);
    }
    on_path("sudo")?;
    if std::io::stdin().is_terminal() {
        return Some(vec!["sudo"]);
    }
    // Nobody is there to type a password.
    let silent = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status();
    silent.is_ok_and(|status| status.success()).then(|| vec!["sudo", "-n"])
}

fn as_root(prefix: &[&str], words: &[&str]) -> Command {
    let all: Vec<&str> = prefix.iter().chain(words).copied().collect();
    let mut command = Command::new(all[0]);
    command.args(&all[1..]);
    if prefix != ["sudo"] {
        command.stdin(Stdio::null());
    }
    command
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}
