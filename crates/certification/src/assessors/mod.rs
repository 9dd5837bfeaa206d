//! The assessor's look: an accreditation body sends somebody who reads the whole office until a last day, changes
//! nothing, and whose every look is kept.

mod inviting;
mod looking;
mod reads;
#[cfg(test)]
mod tests;

pub use inviting::{Invitation, LONGEST, end, invite};
pub use looking::looked;
pub use reads::{Access, Look, Standing, accesses, looks};

pub(crate) use inviting::assesses_not;
