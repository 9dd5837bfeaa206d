//! The cycle after a grant: surveillance in its first and second year and recertification, each with its
//! window and last date counted from the decision (SRV-1, SRV-2, REC-1).

mod dates;
mod reads;
mod steps;
#[cfg(test)]
mod tests;

pub use dates::{Due, brought_forward, expiry, in_words, months_after, of_cycle, of_decision};
pub use reads::{Deadline, Standing, falling_due, of_file, own};
pub use steps::begin;
pub(crate) use steps::{begin_until, carry_over, certificate_months, held};
