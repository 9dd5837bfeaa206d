//! What changes at a client after its application was accepted: the client reports it, and the body answers
//! each with one of four answers and its reason (APP-6).

mod answering;
mod kinds;
mod reads;
mod reporting;
mod state;
#[cfg(test)]
mod tests;

pub use answering::{Answer, answer};
pub(crate) use answering::{close, tell_client};
pub use kinds::{Answered, Kind};
pub use reads::{Change, of, of_file, own};
pub use reporting::{Report, report};
pub use state::{State, Step};
