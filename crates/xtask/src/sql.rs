//! The offline query data in `.sqlx/`: made from a freshly migrated database, without sqlx-cli.
//!
//! sqlx's macros write `query-*.json` to SQLX_OFFLINE_DIR while they check a query against
//! DATABASE_URL. So the one crate that holds SQL is compiled once more against a real database.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::SystemTime;

use crate::steps::{Outcome, run};
use crate::test_cluster::TestCluster;
use crate::workspace::Workspace;

const DATABASE: &str = "assay_sql";
const CRATE: &str = "crates/certification";

/// File names and what is in them.
type Queries = BTreeMap<String, Vec<u8>>;

/// Fails when `.sqlx/` is not what the sources and migrations say.
pub(crate) fn check(workspace: &Workspace, cluster: &TestCluster) -> Outcome {
    let fresh = describe(workspace, cluster)?;
    let committed = read(&workspace.path(".sqlx"))?;
    let differing: Vec<&String> = fresh
        .keys()
        .chain(committed.keys().filter(|name| !fresh.contains_key(*name)))
        .filter(|name| fresh.get(*name) != committed.get(*name))
        .collect();
    match differing.first() {
        None => Ok(()),
        Some(first) => Err(format!(
            ".sqlx/ is out of date in {} files, {first} among them; run: cargo xtask sql",
            differing.len()
        )),
    }
}

/// Writes `.sqlx/` anew, without what no query needs any more.
pub(crate) fn write(workspace: &Workspace, cluster: &TestCluster) -> Outcome {
    let fresh = describe(workspace, cluster)?;
    let dir = workspace.path(".sqlx");
    fs::create_dir_all(&dir).map_err(|e| format!("cannot make {}: {e}", dir.display()))?;
    for name in read(&dir)?.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(dir.join(name)).map_err(|e| format!("cannot remove {name}: {e}"))?;
    }
    for (name, text) in &fresh {
        fs::write(dir.join(name), text).map_err(|e| format!("cannot write {name}: {e}"))?;
    }
    crate::steps::say(&format!("    {} queries in {}", fresh.len(), dir.display()));
    Ok(())
}

/// Compiles the queries against a migrated database, and answers what sqlx learned.
fn describe(workspace: &Workspace, cluster: &TestCluster) -> Outcome<Queries> {
    let url = cluster.database(DATABASE)?;
    migrate(workspace, cluster)?;
    let dir = workspace.target().join("sqlx-described");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).map_err(|e| format!("cannot make {}: {e}", dir.display()))?;
    let touched = Touched::roots_of(&workspace.path(CRATE))?;
    let mut cargo = workspace.cargo(&["check", "--quiet", "-p", "certification", "--all-targets"]);
    cargo.env("DATABASE_URL", url).env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", &dir);
    run(&mut cargo)?;
    drop(touched);
    read(&dir)
}

/// The roles, then every migration in the order of its name: what `assay migrate` does, by psql.
fn migrate(workspace: &Workspace, cluster: &TestCluster) -> Outcome {
    let dir = workspace.path("migrations");
    let entries = fs::read_dir(&dir).map_err(|e| format!("cannot read {}: {e}", dir.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "sql"));
    files.sort();
    files.insert(0, workspace.path(CRATE).join("roles.sql"));
    for file in files {
        let name = file.display();
        let text = File::open(&file).map_err(|e| format!("cannot read {name}: {e}"))?;
        let mut psql = cluster.psql(DATABASE);
        psql.args(["--quiet", "--single-transaction", "--file=-"]);
        // Through a pipe: the database's user may not be able to read our files.
        psql.stdin(text).stdout(Stdio::null());
        run(&mut psql).map_err(|reason| format!("{name}: {reason}"))?;
    }
    Ok(())
}

fn read(dir: &Path) -> Outcome<Queries> {
    let mut queries = Queries::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") && name.ends_with(".json") {
            let text = fs::read(entry.path()).map_err(|e| format!("cannot read {name}: {e}"))?;
            queries.insert(name, text);
        }
    }
    Ok(queries)
}

/// Sources that look changed, so that cargo expands their macros again. Their times are put back at
/// the end, so that nothing else is built anew.
struct Touched(Vec<(PathBuf, SystemTime)>);

impl Touched {
    fn roots_of(dir: &Path) -> Outcome<Touched> {
        let tests = fs::read_dir(dir.join("tests")).into_iter().flatten().flatten();
        let rust = |path: &PathBuf| path.extension().is_some_and(|e| e == "rs");
        let tests = tests.map(|entry| entry.path()).filter(rust);
        let mut touched = Touched(Vec::new());
        for file in std::iter::once(dir.join("src/lib.rs")).chain(tests) {
            let before = fs::metadata(&file).and_then(|m| m.modified());
            let before = before.map_err(|e| format!("cannot read {}: {e}", file.display()))?;
            set_time(&file, now()).map_err(|e| format!("cannot touch {}: {e}", file.display()))?;
            touched.0.push((file, before));
        }
        Ok(touched)
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        for (file, before) in &self.0 {
            let _ = set_time(file, *before);
        }
    }
}

fn set_time(file: &Path, time: SystemTime) -> std::io::Result<()> {
    File::options().write(true).open(file)?.set_modified(time)
}

#[expect(clippy::disallowed_methods, reason = "the time of a file, not of an act")]
fn now() -> SystemTime {
    SystemTime::now()
}
