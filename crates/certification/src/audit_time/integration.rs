//! An audit together with that of another management system: less time as a factor of its own, after the
//! reductions and never added to them (TIM-3).

use super::table::Table;
use crate::error::Result;
use crate::rulebook;
use serde::{Deserialize, Serialize};

/// How much less an integrated audit takes, with which certificate, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    pub percent: i32,
    /// The other certificate, as it is named.
    pub certificate: String,
    pub reason: String,
}

pub(super) fn refuse_beyond_limit(table: &Table, integration: Option<&Integration>) -> Result<()> {
    let limit = table.integration_limit_percent;
    let Some(integration) = integration else { return Ok(()) };
    if integration.certificate.trim().is_empty() || integration.reason.trim().is_empty() {
        return Err(rulebook::TIM_3
            .refuse("Less time for an integrated audit has no certificate or no reason, so nobody could follow it later.", "Name the other certificate and write the reason, or take the integration out.")
            .into());
    }
    if (1..=limit).contains(&integration.percent) {
        return Ok(());
    }
    Err(rulebook::TIM_3
        .refuse(
            format!("Integration takes {} %; the table allows from 1 to {limit} %.", integration.percent),
            "Integrate by less. It is a factor of its own: it comes after the reductions and is not added to them.",
        )
        .into())
}
