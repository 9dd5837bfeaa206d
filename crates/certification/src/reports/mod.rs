//! Audit reports: drafted, complete, issued, locked; a correction is a new version (AUD-1, AUD-4, AUD-6).

mod content;
mod correcting;
mod drafting;
mod edition;
mod facts;
mod issuing;
mod mails;
mod missing;
mod printing;
mod reads;
mod review;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod text;

pub use content::{Content, Facts, Finding as Found, Member, Plan as Planned};
pub use correcting::correct;
pub use drafting::save;
pub use edition::Edition;
pub use issuing::issue;
pub use missing::Missing;
pub use printing::{DrawReport, Printed, printed, printed_for_client};
pub use reads::{Desk, Issued, Version, desk, issued};
pub(crate) use review::not_by_the_team;
pub use review::{Review, Reviewing, review_readiness, reviews};
pub use text::{About, Field, Readiness, Recommendation, Shape, Text, fields};
