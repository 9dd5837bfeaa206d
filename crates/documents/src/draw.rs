//! From an attestation to its PDF: the facts become JSON, the template lays them out, krilla writes them.

use serde_json::json;
use sha2::{Digest, Sha256};
use time::Date;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::world::Desk;
use crate::{Attestation, DrawError, Signed, fonts, guilloche, ink, lint, qr};

const SOURCES: [(&str, &str); 3] = [
    ("attestation.typ", include_str!("attestation.typ")),
    ("parts.typ", include_str!("parts.typ")),
    ("schedule.typ", include_str!("schedule.typ")),
];

/// The attestation as PDF/A-3a and PDF/UA-1, with what was signed attached: the same data always gives the same bytes.
pub fn attestation(a: &Attestation, signed: &Signed) -> Result<Vec<u8>, DrawError> {
    let document = layout(a, signed)?;
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|e| DrawError::Failed(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(hex(&digest(a)?)),
        creator: Smart::Custom(Some("Assay".to_owned())),
        timestamp: midnight(a.issued_on).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|e| failed(&e));
    // A server draws for years: what no recent document used is dropped from the layout's memory.
    typst::comemo::evict(10);
    bytes
}

/// The pages as laid out, for the PDF and for those who want to look at them.
pub(crate) fn layout(a: &Attestation, signed: &Signed) -> Result<PagedDocument, DrawError> {
    lint(a)?;
    let first = first_ink(a);
    let files = vec![
        ("data.json", view(a, signed, first)?),
        ("attestation.json", signed.json.clone()),
        ("attestation.sig", signed.signature.clone()),
        ("key.pem", signed.key.clone().into_bytes()),
        ("seal.svg", seal(a)?.into_bytes()),
        ("ground.svg", guilloche::ground(&digest(a)?, first).into_bytes()),
        ("border.svg", guilloche::border(first, ink::SECOND).into_bytes()),
        ("qr.svg", qr::svg(&a.verify_url, "#1a1815")?.into_bytes()),
    ];
    let desk = Desk::new(&SOURCES, files)?;
    typst::compile::<PagedDocument>(&desk).output.map_err(|e| failed(&e))
}

/// The seal, which differs with every difference in what the attestation says.
pub(crate) fn seal(a: &Attestation) -> Result<String, DrawError> {
    Ok(guilloche::seal(&digest(a)?, first_ink(a), ink::SECOND))
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
    data["fingerprint"] = json!(signed.fingerprint);
    data["seal"] = json!(hex(&digest(a)?));
    serde_json::to_vec(&data).map_err(|e| DrawError::Failed(e.to_string()))
}

/// SHA-256 of everything the attestation says: the seal and the document's identifier come from it.
fn digest(a: &Attestation) -> Result<[u8; 32], DrawError> {
    let content = serde_json::to_vec(a).map_err(|e| DrawError::Failed(e.to_string()))?;
    Ok(Sha256::digest(&content).into())
}

/// "23 November 2026".
pub(crate) fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

fn midnight(date: Date) -> Option<Datetime> {
    Datetime::from_ymd_hms(date.year(), date.month().into(), date.day(), 0, 0, 0)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn failed(errors: &[typst::diag::SourceDiagnostic]) -> DrawError {
    let lines: Vec<_> = errors.iter().map(|e| e.message.to_string()).collect();
    DrawError::Failed(lines.join("; "))
}
