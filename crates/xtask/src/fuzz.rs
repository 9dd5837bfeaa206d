//! Every parser of ours against bytes that nobody thought of, found by libFuzzer: `crates/fuzz`, built apart with
//! coverage counted in every branch. In the checks each parser has so many inputs and the same seed each time, so that
//! the outcome depends on no clock; a person may let one run for as long as they like.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use crate::steps::{Outcome, run, say};
use crate::workspace::Workspace;

/// What cargo-fuzz passes with `--sanitizer none`: counters in every branch, and what is compared with what. They are
/// options of the stable compiler.
const COVERAGE: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "--cfg=fuzzing",
];
/// Memory that one parser may take, and after how long it is held to hang: far above what any of them needs.
const LIMITS: [&str; 3] = ["-rss_limit_mb=2048", "-malloc_limit_mb=1024", "-timeout=60"];

/// A parser as the program names it.
struct Target {
    name: String,
    longest: String,
    runs: String,
}

/// Where things are: the program, and what it starts from, learns and finds.
struct Place {
    program: PathBuf,
    folder: PathBuf,
}

impl Place {
    fn below(&self, what: &str, target: &str) -> PathBuf {
        self.folder.join(what).join(target)
    }
}

/// Builds the program.
fn build(workspace: &Workspace) -> Outcome<Place> {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).output();
    let host = host.map_err(|cause| format!("cannot run rustc: {cause}"))?.stdout;
    let host = String::from_utf8_lossy(&host).trim().to_owned();
    let folder = workspace.target().join("fuzz");
    // With --target, the counters stay out of build scripts and macros.
    let words = ["build", "--quiet", "--package", "fuzz", "--features", "libfuzzer"];
    let mut cargo = workspace.cargo(&words);
    cargo.args(["--profile", "fuzz", "--target", &host]).env("CARGO_TARGET_DIR", &folder);
    cargo.env("RUSTFLAGS", COVERAGE.join(" ")).env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut cargo)?;
    Ok(Place { program: folder.join(host).join("fuzz/fuzz"), folder })
}

/// The parsers, their seeds written.
fn targets(place: &Place) -> Outcome<Vec<Target>> {
    let seeds = place.folder.join("seeds");
    let _ = fs::remove_dir_all(&seeds);
    let mut program = Command::new(&place.program);
    program.env_remove("FUZZ_TARGET").env("FUZZ_SEEDS", seeds);
    let said = program.output().map_err(|cause| format!("cannot run the program: {cause}"))?;
    if !said.status.success() {
        return Err(format!("no seeds: {}", String::from_utf8_lossy(&said.stderr)));
    }
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let target = |line: &str| -> Option<Target> {
        let mut words = line.split(' ').map(str::to_owned);
        Some(Target { name: words.next()?, longest: words.next()?, runs: words.next()? })
    };
    let targets: Vec<Target> = said.lines().filter_map(target).collect();
    if targets.is_empty() { Err("the program names no parser".into()) } else { Ok(targets) }
}

/// Every parser, each with its number of inputs; two at a time, for that is how many cores there are at least.
pub(crate) fn bounded(workspace: &Workspace) -> Outcome {
    let place = build(workspace)?;
    let targets = targets(&place)?;
    let (waiting, broken) = (Mutex::new(targets.iter()), Mutex::new(Vec::new()));
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let work = || {
        while let Some(target) = next() {
            match one(&place, target) {
                Ok(said) => say(&format!("    {said}")),
                Err(reason) => broken.lock().map(|mut all| all.push(reason)).unwrap_or_default(),
            }
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    let broken = broken.into_inner().unwrap_or_default();
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}

/// One parser's inputs, from its seeds alone: what an earlier run learned would make this one another.
fn one(place: &Place, target: &Target) -> Outcome<String> {
    let learned = place.below("learned-in-checks", &target.name);
    let _ = fs::remove_dir_all(&learned);
    let mut program = program(place, target, &learned)?;
    program.args([format!("-runs={}", target.runs), "-seed=1".into()]);
    let done = program.output().map_err(|cause| format!("cannot run the program: {cause}"))?;
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    if !done.status.success() {
        say(&said);
        return Err(kept(place, target));
    }
    let last = said.lines().rev().find(|line| line.contains("DONE")).unwrap_or_default();
    let number = |name: &str| after(last, name).unwrap_or("0");
    match (number("cov:"), target.runs.as_str()) {
        ("0", _) => Err(format!("{}: no branch of it was counted", target.name)),
        (reached, runs) => Ok(format!("{}: {runs} inputs reach {reached} branches", target.name)),
    }
}

fn after<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.split_whitespace().skip_while(|word| *word != name).nth(1)
}

/// Where the input lies that broke a parser, and how it is tried again.
fn kept(place: &Place, target: &Target) -> String {
    let (name, folder) = (&target.name, place.below("found", &target.name));
    format!(
        "the parser {name} is broken by an input in {}; try it again with: cargo xtask fuzz {name} FILE; once mended, \
         keep it in crates/fuzz/found/{name}/",
        folder.display()
    )
}

fn program(place: &Place, target: &Target, learned: &Path) -> Outcome<Command> {
    let found = place.below("found", &target.name);
    for folder in [learned, &found] {
        fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    }
    let mut program = Command::new(&place.program);
    program.env("FUZZ_TARGET", &target.name).args(LIMITS).stdin(Stdio::null());
    program.args([format!("-max_len={}", target.longest), "-len_control=0".into()]);
    program.arg(format!("-artifact_prefix={}/", found.display()));
    program.arg(learned).arg(place.below("seeds", &target.name));
    Ok(program)
}

/// For a person: one parser for so many seconds (until Ctrl-C without them), going on from what earlier runs learned;
/// or once, with the input in a file. Without a name it says which there are.
pub(crate) fn at_leisure(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let place = build(workspace)?;
    let targets = targets(&place)?;
    let Some(name) = arguments.first() else {
        targets.iter().for_each(|target| say(&target.name));
        return Ok(());
    };
    let target = targets.iter().find(|target| target.name == *name);
    let target =
        target.ok_or(format!("there is no parser {name:?}; cargo xtask fuzz names them"))?;
    let asked = arguments.get(1).map(String::as_str);
    let mut program = match asked.map(str::parse::<u64>) {
        Some(Err(_)) => {
            let mut once = Command::new(&place.program);
            once.env("FUZZ_TARGET", name).args(asked);
            once
        }
        seconds => {
            let mut program = program(&place, target, &place.below("learned", name))?;
            let seconds = seconds.and_then(Result::ok);
            program.args(seconds.map(|seconds| format!("-max_total_time={seconds}")));
            program
        }
    };
    run(&mut program).map_err(|_| kept(&place, target))
}
