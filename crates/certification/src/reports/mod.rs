//! Audit reports: drafted, complete, issued, locked; a correction is a new version (AUD-1, AUD-4, AUD-6).

mod content;
mod correcting;
mod drafting;
mod facts;
mod issuing;
mod mails;
mod missing;
mod reads;
mod review;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod text;

pub use content::{Content, Facts};
pub use correcting::correct;
pub use drafting::save;
pub use issuing::issue;
pub use missing::Missing;
pub use reads::{Desk, Issued, Version, desk, issued};
pub(crate) use review::not_by_the_team;
pub use review::{Review, Reviewing, review_readiness, reviews};
pub use text::{About, Field, Readiness, Recommendation, Shape, Text, fields};
