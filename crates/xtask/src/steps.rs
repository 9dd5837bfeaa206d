//! Steps with a name: each is announced, timed, and the first to fail names itself.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

/// A step's outcome; the error is a sentence for the person.
pub(crate) type Outcome<T = ()> = Result<T, String>;

pub(crate) struct Steps {
    began: Instant,
}

impl Steps {
    pub(crate) fn new() -> Steps {
        Steps { began: Instant::now() }
    }

    /// Runs one step. Its failure carries its name.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        say(&format!("==> {name}"));
        let began = Instant::now();
        let outcome = work();
        let ending = if outcome.is_ok() { "done" } else { "FAILED" };
        say(&format!("    {name}: {ending} in {}", readable(began.elapsed())));
        outcome.map_err(|reason| format!("{name}: {reason}"))
    }

    pub(crate) fn total(&self) -> String {
        readable(self.began.elapsed())
    }
}

/// Prints a line at once, also where standard output is a file; a closed one is no reason to stop.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Runs a command to its end, its output shown as it comes.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = shown(command);
    let status = command.status().map_err(|e| format!("cannot run {name}: {e}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("`{name}` ended with {status}")),
    }
}

/// The command as a person would type it, without its folder.
fn shown(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let program = program.rsplit('/').next().unwrap_or_default().to_string();
    let arguments = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn readable(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
