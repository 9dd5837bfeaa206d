//! Data in, bytes out: the documents a certification body hands over, drawn without database or HTTP.

mod attestation;
mod desk;
mod error;
mod fonts;
mod guilloche;
mod ink;
mod press;
mod qr;
#[cfg(test)]
mod reading;
mod report;

pub use attestation::{attestation, lint, samples as attestations};
pub use error::DrawError;
pub use report::{Annex, Finding, Part, Report, report, samples as reports};
