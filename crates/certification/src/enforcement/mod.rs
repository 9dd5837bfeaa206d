//! How the rules bite: attempts that a rule refused, warnings that were overridden with a written reason, and
//! how often each happened.

mod reads;
mod steps;
#[cfg(test)]
mod tests;

pub use reads::{Attempt, Bite, Overridden, attempts_on, bites_since, overrides_of};

pub(crate) use steps::keep_override;
pub use steps::{Attempted, allow_with_reason, keep_refusal};
