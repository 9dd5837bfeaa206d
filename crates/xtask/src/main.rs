//! What a developer runs: `cargo xtask COMMAND`.

mod bench;
mod browser;
mod demo;
mod fuzz;
mod install;
mod others;
mod sql;
mod steps;
mod test_cluster;
mod tests;
mod workspace;

use std::process::ExitCode;

use steps::Steps;
use workspace::Workspace;

const COMMANDS: &str = "\
Commands:
  cargo xtask demo     install what is missing, build, and run the demonstration
                       (settings: ASSAY_DATA, ASSAY_LISTEN, DATABASE_URL; more: demo -- --help)
  cargo xtask test     install what is missing, then run every check and every test, as CI does
  cargo xtask check    formatting and clippy only
  cargo xtask sql      write .sqlx/ anew, after a change of SQL or of migrations/
  cargo xtask browser  build, then the browser journey only
  cargo xtask bench    measure what issuing and verifying cost (bench --write: docs/figures.md)
  cargo xtask fuzz     build the parsers with coverage counted, and name them; with a name, let libFuzzer
                       look for bytes that break that one (more: fuzz NAME SECONDS, fuzz NAME FILE)";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let workspace = match Workspace::find() {
        Ok(workspace) => workspace,
        Err(reason) => return failed(&command, &reason),
    };
    let mut steps = Steps::new();
    let outcome = match command.as_str() {
        "demo" => demo::demonstrate(&workspace, &mut steps, &rest),
        "test" => tests::all(&workspace, &mut steps),
        "check" => tests::check(&workspace, &mut steps),
        "sql" => tests::write_sql(&workspace, &mut steps),
        "browser" => tests::browser(&workspace, &mut steps),
        "bench" => bench::figures(&workspace, &mut steps, &rest),
        "fuzz" => fuzz::at_leisure(&workspace, &rest),
        "" | "help" | "--help" | "-h" => {
            println!("{COMMANDS}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("There is no command {other:?}.\n{COMMANDS}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => {
            println!("cargo xtask {command}: done in {}", steps.total());
            ExitCode::SUCCESS
        }
        Err(step) => failed(&command, &step),
    }
}

/// The last line that a person or a log shows.
fn failed(command: &str, reason: &str) -> ExitCode {
    eprintln!("cargo xtask {command} failed: {reason}");
    ExitCode::FAILURE
}
