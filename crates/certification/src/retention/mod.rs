//! How long a file is kept, and what keeps it longer (RET-1). Nothing goes by itself: the list says what would go
//! today, and of everything else why not yet.

mod holds;
mod reads;
#[cfg(test)]
mod tests;

pub use holds::{Hold, Lifting, Placing, holds_of, lift, place};
pub use reads::{Kept, kept};
