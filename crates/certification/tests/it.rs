//! What holds for the whole crate: walls between bodies, and what no room may do.

mod docs;
mod lives;
mod tried;
mod walls;
