//! What was measured, as a table; and on what machine.

use std::fmt::Write;
use std::time::{Duration, Instant};

/// One thing, done so many times.
pub(crate) struct Figure {
    what: String,
    times: Vec<Duration>,
}

impl Figure {
    /// Does it so many times, and once before without looking at the clock.
    pub(crate) fn of(what: &str, count: usize, mut work: impl FnMut()) -> Self {
        work();
        let timed = |_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        };
        Figure { what: what.into(), times: (0..count).map(timed).collect() }
    }

    pub(crate) fn from(what: &str, times: Vec<Duration>) -> Self {
        Figure { what: what.into(), times }
    }

    fn line(&self) -> String {
        let mut times = self.times.clone();
        times.sort_unstable();
        let at = |place: usize| times.get(place).copied().map_or("none".into(), readable);
        let (what, count, last) = (&self.what, times.len(), times.len().saturating_sub(1));
        format!("| {what} | {count} | {} | {} | {} |\n", at(0), at(count / 2), at(last))
    }
}

/// A duration with three digits, in the unit that fits.
fn readable(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s => (s * 1e6, "µs"),
    };
    let places = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.places$} {unit}")
}

/// The figures as a table of Markdown.
pub(crate) fn table(figures: &[Figure]) -> String {
    let head = "| | runs | least | median | most |\n|---|---:|---:|---:|---:|\n".to_owned();
    figures.iter().fold(head, |table, figure| table + &figure.line())
}

/// The machine in a sentence: its cores, memory and system, and the database.
pub(crate) fn machine(postgres: &str) -> String {
    let said = |file: &str, name: &str| -> Option<String> {
        let text = std::fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let mut text = format!("{cores} cores");
    if let Some(model) = said("/proc/cpuinfo", "model name") {
        let _ = write!(text, " ({model})");
    }
    let memory = said("/proc/meminfo", "MemTotal");
    let memory = memory.and_then(|kib| kib.split(' ').next()?.parse::<u64>().ok());
    if let Some(kib) = memory {
        let _ = write!(text, ", {} GiB of memory", kib.div_ceil(1 << 20));
    }
    format!("{text}, {}, PostgreSQL {postgres} on the same machine.", std::env::consts::OS)
}

/// Writes docs/figures.md.
pub(crate) fn write(table: &str, postgres: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/figures.md");
    let (before, machine) = (include_str!("figures.md"), machine(postgres));
    std::fs::write(path, format!("{before}\n{machine}\n\n{table}")).expect("docs/figures.md");
}
