//! The same lists as sheets to take along: a line each, moments in UTC, and no cell that a spreadsheet would run.

use super::place::Between;
use super::{decisions, overridden, parts};
use crate::db::Tx;
use crate::error::Result;
use crate::exports::written;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// The most lines of a sheet: who wants more narrows the days.
pub const LONGEST_SHEET: i64 = 10_000;

fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

/// In what a person took part.
pub async fn parts_sheet(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<u8>> {
    let columns = [
        "Since (UTC)",
        "Reference",
        "Client",
        "As",
        "In",
        "Released (UTC)",
        "Reason of the release",
    ];
    let lines = parts(tx, person, None, LONGEST_SHEET).await?;
    let lines = lines.into_iter().map(|part| {
        let (what, about) = (part.what().to_owned(), part.about().to_owned());
        let released = part.released_at.map(moment).unwrap_or_default();
        [moment(part.at), part.reference, part.client, what, about, released, part.release_reason]
    });
    written(columns, lines)
}

/// The decisions of these days.
pub async fn decisions_sheet(tx: &mut Tx<'_>, days: Between) -> Result<Vec<u8>> {
    let columns = ["Decided on", "Reference", "Client", "Case", "Decision", "Reasons", "Signed by"];
    let lines = decisions(tx, days, None, LONGEST_SHEET).await?;
    let lines = lines.into_iter().map(|decision| {
        let (kind, outcome) = (decision.kind().to_owned(), decision.outcome().to_owned());
        let signed: Vec<_> = decision
            .signers()
            .iter()
            .map(|signer| format!("{} ({})", signer.name, moment(signer.at)))
            .collect();
        let (on, signed) = (decision.decided_on.to_string(), signed.join("; "));
        [on, decision.reference, decision.client, kind, outcome, decision.reasons, signed]
    });
    written(columns, lines)
}

/// The warnings overridden on these days, of one rule or of all.
pub async fn overridden_sheet(
    tx: &mut Tx<'_>,
    rule: Option<&str>,
    days: Between,
) -> Result<Vec<u8>> {
    let columns = ["When (UTC)", "Reference", "Client", "Rule", "Warning", "Reason", "By"];
    let lines = overridden(tx, rule, days, None, LONGEST_SHEET).await?;
    let lines = lines
        .into_iter()
        .map(|o| [moment(o.at), o.reference, o.client, o.rule, o.warned, o.reason, o.who]);
    written(columns, lines)
}
