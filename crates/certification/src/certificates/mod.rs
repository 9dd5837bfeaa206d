//! Attestations issued by decisions, their lives, and the register that answers for them (CRT, PUB, STA).

mod checking;
mod consent;
mod content;
mod issue;
mod life;
mod lists;
mod many;
mod numbers;
mod proving;
#[cfg(test)]
mod proving_tests;
mod register;
mod signing;
mod status;
#[cfg(test)]
mod tests;

pub use checking::{Published, published_of, standing_of};
pub use consent::{Consenting, Document, Own, consent, document, own};
pub use content::lacking;
pub use issue::Issuing;
pub(crate) use issue::{Terms, issue};
pub use life::{
    Change, Life, MONTHS_SUSPENDED, MONTHS_TO_RESTORE, Moment, Revision, Standing, Suspension,
    standing_on,
};
pub(crate) use lists::sign as sign_lists;
pub use lists::{List, newest_list, renew as renew_lists};
pub use many::{AT_ONCE, Found, Stands, of_numbers, sheet};
pub use numbers::{MOST, MOST_BYTES, listed, number_of};
pub use proving::{Proofs, SignedParts, bundle_of, proofs_of};
pub use register::{Answer, Entry, Line, of_number, search};
pub(crate) use status::change_status;
pub use status::{OfFile, of_file};

pub use proofs::attestation::{Attestation, Issuer, Signed, Site};

use std::sync::Arc;

/// Draws the document from its content, with what was signed attached: the program hands this in, so that drawing
/// stays out of this crate.
pub type Draw = Arc<dyn Fn(&Attestation, &Signed) -> Result<Vec<u8>, String> + Send + Sync>;
