//! What an assessor asks of a body, and a quality manager before: in what somebody took part, what was decided in a
//! stretch of time, which warnings were overridden and why. Newest first, and as sheets to take along.

mod decided;
mod overridden;
mod parts;
mod place;
mod sheets;
#[cfg(test)]
mod tests;

pub use decided::{Decision, Signer, decisions};
pub use overridden::{Overridden, overridden};
pub use parts::{Part, Somebody, parts, people};
pub use place::{Between, Place};
pub use sheets::{LONGEST_SHEET, decisions_sheet, overridden_sheet, parts_sheet};
