//! The file: everything of one engagement and the decision on it in one zip, for an assessor or a court, that anyone
//! verifies from end to end without us.

mod gather;
mod proven;
#[cfg(test)]
mod tests;
mod write;

pub use gather::{Act, Contents, Paper, Piece, Vote};
pub use write::{Making, make};
