//! Data in, bytes out: the documents a certification body hands over, drawn without database or HTTP.

mod attestation;
mod draw;
mod error;
mod fonts;
mod guilloche;
mod ink;
mod lint;
mod qr;
pub mod samples;
#[cfg(test)]
mod tests;
mod world;

pub use attestation::{Attestation, Body, Signed, Site};
pub use draw::attestation;
pub use error::DrawError;
pub use lint::lint;
