//! What the portals have drawn: attestations as they are kept, and reports in the edition asked for.

mod annexes;
mod answers;
mod report;
#[cfg(test)]
mod tests;

use certification::certificates::Draw;
use certification::reports::DrawReport;
use std::sync::Arc;

/// Draws an attestation's PDF.
pub fn draw() -> Draw {
    Arc::new(|kept, signed| documents::attestation(kept, signed).map_err(|cause| cause.to_string()))
}

/// Draws an edition of a report; `public_url` is where its reader finds the register.
pub fn draw_report(public_url: String, demonstration: bool) -> DrawReport {
    Arc::new(move |printed, edition| {
        let sheet = report::sheet(printed, edition, &public_url)?;
        documents::report(&documents::Report { demonstration, ..sheet })
            .map_err(|cause| cause.to_string())
    })
}
