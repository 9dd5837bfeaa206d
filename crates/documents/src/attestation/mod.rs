//! The attestation: its facts become JSON, the template lays them out, and what was signed is attached.

mod lint;
pub mod samples;
#[cfg(test)]
mod tests;

use proofs::attestation::{Attestation, Signed};
use serde_json::json;
use sha2::{Digest, Sha256};
use typst_layout::PagedDocument;

use crate::press::{self, HAND, hex, long_date};
use crate::{DrawError, fonts, guilloche, ink, qr};

pub use lint::lint;

const SOURCES: [(&str, &str); 4] = [
    ("attestation.typ", include_str!("attestation.typ")),
    HAND,
    ("sites.typ", include_str!("sites.typ")),
    ("schedule.typ", include_str!("schedule.typ")),
];

/// The attestation as PDF/A-3a and PDF/UA-1, with what was signed attached: the same data always gives the same bytes.
///
/// # Errors
/// Refused, with the field and what is wrong with it, where the content must never be printed (CRT-1).
pub fn attestation(a: &Attestation, signed: &Signed) -> Result<Vec<u8>, DrawError> {
    press::print(&layout(a, signed)?, &hex(&digest(a)), a.issued_on)
}

/// The pages as laid out, for the PDF and for those who want to look at them.
fn layout(a: &Attestation, signed: &Signed) -> Result<PagedDocument, DrawError> {
    lint(a)?;
    let first = first_ink(a);
    let files = vec![
        ("data.json", view(a, signed, first)?),
        ("attestation.json", signed.json.clone()),
        ("attestation.sig", signed.signature.clone()),
        ("key.pem", signed.key.pem().into_bytes()),
        ("seal.svg", seal(a).into_bytes()),
        ("ground.svg", guilloche::ground(&digest(a), first).into_bytes()),
        ("border.svg", guilloche::border(first, ink::SECOND).into_bytes()),
        ("qr.svg", qr::svg(&a.verify_url, "#1a1815")?.into_bytes()),
    ];
    press::set(&SOURCES, files)
}

/// The seal, which differs with every difference in what the attestation says.
fn seal(a: &Attestation) -> String {
    guilloche::seal(&digest(a), first_ink(a), ink::SECOND)
}

fn first_ink(a: &Attestation) -> ink::Rgb {
    ink::parse(&a.body.colour).map(ink::legible).unwrap_or_default()
}

/// What the template reads: the facts, with dates in words and colours as ink.
fn view(a: &Attestation, signed: &Signed, first: ink::Rgb) -> Result<Vec<u8>, DrawError> {
    let mut data = serde_json::to_value(a).map_err(|e| DrawError::Failed(e.to_string()))?;
    for (field, date) in [
        ("decided_on", a.decided_on),
        ("effective_on", a.effective_on),
        ("expires_on", a.expires_on),
        ("issued_on", a.issued_on),
    ] {
        data[field] = json!(long_date(date));
    }
    let system = if a.system.is_empty() { "a management system" } else { &a.system };
    data["system"] = json!(system);
    data["first"] = json!(ink::hex(first));
    data["second"] = json!(ink::hex(ink::SECOND));
    data["families"] = json!(fonts::families());
    data["fingerprint"] = json!(signed.key.fingerprint());
    data["seal"] = json!(hex(&digest(a)));
    serde_json::to_vec(&data).map_err(|e| DrawError::Failed(e.to_string()))
}

/// SHA-256 of `attestation.json`: the seal, the digest around it and the document's identifier come from it.
fn digest(a: &Attestation) -> [u8; 32] {
    Sha256::digest(a.bytes()).into()
}
