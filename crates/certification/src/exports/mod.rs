//! The monthly export to outside registers: each certificate whose client consents, and how many are left out
//! because theirs does not (EXT-1, PUB-2). What was exported is kept byte for byte.

mod consent;
#[cfg(test)]
mod fields_tests;
mod reads;
mod sheet;
mod steps;
#[cfg(test)]
mod tests;

pub use consent::{Allowing, Consented, allow, allowed};
pub use reads::{Exported, Month, exported, file, owed, owes};
pub use steps::{Exporting, export};

pub(crate) use sheet::written;
