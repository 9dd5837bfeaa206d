//! Which tests hold a rule: those whose name begins with its id ("imp_1_nobody_…"), found in the sources of this
//! workspace and named in full, as the runner names them.

use std::fs;
use std::path::{Path, PathBuf};

/// Every test of the workspace: its full name, e.g. "certification::decisions::tests::imp_1_nobody_…".
pub fn all() -> Vec<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for name in ["certification", "documents", "web", "assay"] {
        for part in ["src", "tests"] {
            let root = crates.join(name).join(part);
            let crate_name = if part == "src" { name.to_owned() } else { format!("{name}::it") };
            for file in sources(&root) {
                let module = module_of(&file, &root);
                let text = fs::read_to_string(&file).unwrap_or_default();
                found.extend(tests_in(&text, &format!("{crate_name}{module}")));
            }
        }
    }
    found.sort();
    found
}

/// The tests among `all` whose name begins with this rule's id.
pub fn of<'a>(id: &str, all: &'a [String]) -> Vec<&'a str> {
    let beginning = format!("{}_", id.to_lowercase().replace('-', "_"));
    let holds = |name: &&str| {
        name.rsplit("::").next().is_some_and(|function| function.starts_with(&beginning))
    };
    all.iter().map(String::as_str).filter(holds).collect()
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// "::decisions::tests" of "src/decisions/tests/mod.rs"; nothing for a crate's root.
fn module_of(file: &Path, root: &Path) -> String {
    let inside = file.strip_prefix(root).unwrap_or(file).with_extension("");
    let parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
    let parts = parts.filter(|part| !["mod", "lib", "main", "it"].contains(&part.as_str()));
    parts.map(|part| format!("::{part}")).collect()
}

/// Functions that stand right under a test's attribute, in the module where they stand.
fn tests_in(text: &str, module: &str) -> Vec<String> {
    let (mut found, mut inner, mut marked) = (Vec::new(), String::new(), false);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(" {")) {
            inner = format!("::{name}");
        }
        let line = line.trim_start();
        if let Some(name) = function(line).filter(|_| marked) {
            found.push(format!("{module}{inner}::{name}"));
        }
        marked = line == "#[test]" || line == "#[tokio::test]" || marked && line.starts_with('#');
    }
    found
}

fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?;
    rest.split_once('(').map(|(name, _)| name)
}
