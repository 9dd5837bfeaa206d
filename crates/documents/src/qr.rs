//! The QR code as one vector path.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::DrawError;

/// An SVG of the code for this address, in this colour, with its quiet zone.
pub(crate) fn svg(address: &str, colour: &str) -> Result<String, DrawError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .map_err(|e| DrawError::refused("verify_url", format!("No QR code can hold it: {e}.")))?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        dark_runs(row, |x, length| {
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        });
    }
    // Two modules of quiet zone here; the page leaves more than two white around it.
    let side = width + 4;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-2 -2 {side} {side}\">\
         <path fill=\"{colour}\" d=\"{path}\"/></svg>"
    ))
}

/// Joins neighbouring dark modules, so that no viewer shows seams between them.
fn dark_runs(row: &[Color], mut each: impl FnMut(usize, usize)) {
    let mut x = 0;
    for run in row.chunk_by(|a, b| a == b) {
        if run[0] == Color::Dark {
            each(x, run.len());
        }
        x += run.len();
    }
}
