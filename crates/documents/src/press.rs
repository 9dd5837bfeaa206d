//! From a template and its data to pages, and from pages to a PDF: what every document here goes through.

use time::Date;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{DrawError, desk::Desk};

/// The hand that all documents are written in: what their templates import.
pub(crate) const HAND: (&str, &str) = ("hand.typ", include_str!("hand.typ"));

/// Lays the first source out; what people typed comes in `files`, never in a source.
pub(crate) fn set(
    sources: &[(&str, &str)],
    files: Vec<(&str, Vec<u8>)>,
) -> Result<PagedDocument, DrawError> {
    let desk = Desk::new(sources, files)?;
    typst::compile::<PagedDocument>(&desk).output.map_err(|e| failed(&e))
}

/// The pages as PDF/A-3a and PDF/UA-1, dated at midnight: the same pages always give the same bytes.
pub(crate) fn print(pages: &PagedDocument, identity: &str, on: Date) -> Result<Vec<u8>, DrawError> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|e| DrawError::Failed(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity.to_owned()),
        creator: Smart::Custom(Some("Assay".to_owned())),
        timestamp: midnight(on).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(pages, &options).map_err(|e| failed(&e));
    // A server draws for years: what no recent document used is dropped from the layout's memory.
    typst::comemo::evict(10);
    bytes
}

/// "23 November 2026".
pub(crate) fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn midnight(date: Date) -> Option<Datetime> {
    Datetime::from_ymd_hms(date.year(), date.month().into(), date.day(), 0, 0, 0)
}

fn failed(errors: &[typst::diag::SourceDiagnostic]) -> DrawError {
    let lines: Vec<_> = errors.iter().map(|e| e.message.to_string()).collect();
    DrawError::Failed(lines.join("; "))
}
