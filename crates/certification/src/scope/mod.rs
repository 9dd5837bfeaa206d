//! The scope as the body approved it: frozen when the application is accepted, and changed afterwards only by
//! a new revision that answers a reported change and says what changed and why.

mod content;
mod reads;
mod revising;
#[cfg(test)]
mod tests;

pub use content::ScopeContent;
pub use reads::{ScopeRevision, newest, revisions};
pub(crate) use revising::freeze;
pub use revising::revise;
