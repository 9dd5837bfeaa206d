//! Reading again, every night, everything that was issued and everything that was sealed: by the way on which a
//! stranger verifies it, and not by the code that made it. What is wrong goes to the quality manager by name.

mod attestations;
mod records;
mod run;
mod sealed;
#[cfg(test)]
mod tests;

pub use run::{Run, last, run};

/// Most things that are named; the rest is counted.
const NAMED: usize = 100;

/// What a run has read so far, and what was wrong.
#[derive(Debug, Default)]
struct Found {
    attestations: i64,
    records: i64,
    entries: i64,
    leaves: i64,
    wrong: Vec<String>,
    in_all: i64,
}

impl Found {
    fn wrong(&mut self, says: String) {
        self.in_all += 1;
        if self.wrong.len() < NAMED {
            self.wrong.push(says);
        }
    }
}
