//! The export as a file: one line a certificate, dates as YYYYMMDD, and no cell that a spreadsheet would run.

use crate::error::{Error, Result};
use time::Date;

/// The columns, in the order in which outside registers ask for them.
pub(super) const COLUMNS: [&str; 14] = [
    "Certificate number",
    "Certification identity",
    "Status",
    "Accreditation status",
    "Certification type",
    "Issue date",
    "Expiry date",
    "Entity identity",
    "Entity name",
    "Entity address",
    "Country",
    "Site addresses",
    "Standard",
    "Accreditation body",
];

/// The lines under their heading; of the export, and of any other list that leaves as a spreadsheet.
pub(crate) fn written<const N: usize>(
    columns: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> Result<Vec<u8>> {
    let fault = |cause: String| Error::Fault(format!("the sheet could not be written: {cause}"));
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns).map_err(|cause| fault(cause.to_string()))?;
    for line in lines {
        csv.write_record(line.map(harmless)).map_err(|cause| fault(cause.to_string()))?;
    }
    csv.into_inner().map_err(|cause| fault(cause.to_string()))
}

/// A cell that begins like a formula is text all the same: an apostrophe stands before it.
pub(super) fn harmless(cell: String) -> String {
    match cell.trim_start_matches(' ').chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{cell}"),
        _ => cell,
    }
}

/// "20261124".
pub(super) fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day())
}
