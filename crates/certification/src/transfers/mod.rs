//! Certificates that come from another body, and those that go to one (TRF-1). What comes is reviewed first, and
//! only a valid, accredited, unsuspended certificate is taken over, its cycle and expiry with it.

mod asking;
mod choices;
#[cfg(test)]
mod leaving_tests;
mod reading;
mod reads;
mod review;
mod statement;
#[cfg(test)]
mod tests;

pub use asking::{Asking, Direction, ask};
pub use choices::{CycleStage, Outcome, Status};
pub use reading::Reviewing;
pub(crate) use reads::awaits_panel;
pub use reads::{Reviewed, Transfer, of_file, own};
pub use review::review;
pub use statement::{Stating, drafted, state};
