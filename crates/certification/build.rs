//! Takes every file of the standards folder into the program: a scheme or a table of audit time is added by
//! adding its file.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let room = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let folder = Path::new(&room).join("../../standards").canonicalize()?;
    // A new migration is compiled in, even where no source file changed.
    println!("cargo::rerun-if-changed=../../migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            println!("cargo::rerun-if-changed={}", folder.join(&name).display());
            names.push(name);
        }
    }
    names.sort();
    let (tables, schemes): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| name.starts_with("audit-time-"));
    let mut code = String::new();
    for (constant, names) in [("SCHEMES", schemes), ("TABLES", tables)] {
        let texts = names.iter().map(|name| format!("include_str!({:?}),", folder.join(name)));
        let texts: String = texts.collect();
        writeln!(code, "pub const {constant}: &[&str] = &[{texts}];").map_err(io::Error::other)?;
    }
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("standards.rs"), code)
}
