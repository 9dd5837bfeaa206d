//! The client's statement of applicability, control by control: a draft that it keeps over time, and issued
//! versions that never change and that the audit team reads.

mod content;
mod issuing;
mod reads;
mod saving;
#[cfg(test)]
mod tests;

pub use content::{Content, Control, IMPLEMENTED, gaps};
pub use issuing::{Issue, issue};
pub use reads::{Draft, Version, draft, label_of, version, versions};
pub use saving::{Typed, save};
