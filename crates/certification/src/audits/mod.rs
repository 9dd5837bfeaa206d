//! Plan, meetings, Stage 1's checks and the conclusions of an audit (PLN, AUD).

mod auditors;
mod brief;
pub mod checks;
pub mod concerns;
pub mod conclusions;
pub mod coverage;
mod documented;
pub mod documents;
pub mod exhibits;
mod kind;
pub mod meetings;
mod moving;
mod opening;
pub mod plan;
mod reads;
mod state;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod verdict;
pub mod warnings;

pub(crate) use auditors::at_work;
pub use auditors::{LeadAuditor, TeamAuditor};
pub use brief::{Brief, brief};
pub use kind::{Kind, SpecialFor};
pub(crate) use moving::{advance, advance_at, hold};
pub use reads::{Member, Next, Own, Progress, next, own, progress, role_title, team};
pub use state::{State, Step};
