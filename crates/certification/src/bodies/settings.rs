//! What an administrator settles for the body: policy and agreement. Each form carries the version it was opened at, so that two
//! administrators never overwrite each other unseen.

use super::{Public, public};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::Reading;

/// The body's own choices within the rules (CRT-3, DEC-4, PLN-2, FND-4).
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Policy {
    pub version: String,
    pub certificate_months: String,
    pub panel_members: String,
    pub objection_days: String,
    pub minors_closed_first: String,
    /// Stays as it is where nothing is typed.
    pub suspension_days: String,
    /// "yes" where the body owes a monthly export (EXT-1).
    pub owes_export: String,
}

/// The certification agreement that goes with every proposal.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Agreement {
    pub version: String,
    pub agreement_version: String,
    pub agreement: String,
}

/// Longest text of an agreement.
const AGREEMENT: usize = 60_000;

/// Keeps the body's choices within the rules.
pub async fn save_policy(tx: &mut Tx<'_>, _by: &Administrator, typed: Policy) -> Result<()> {
    let body = tx.actor().body()?;
    let mut r = Reading::default();
    let months = number(
        &mut r,
        "certificate_months",
        &typed.certificate_months,
        "the validity in months",
        1,
        36,
    );
    let members =
        number(&mut r, "panel_members", &typed.panel_members, "the members of a panel", 2, 9);
    let days = number(&mut r, "objection_days", &typed.objection_days, "the days to object", 1, 60);
    let suspension = r.whole(
        "suspension_days",
        &typed.suspension_days,
        "the days until a suspension is proposed",
        1,
        180,
    );
    r.done()?;
    let saved = sqlx::query!(
        "update bodies set certificate_months = $3, panel_members = $4, objection_days = $5, minors_closed_first = $6,
           suspension_days = coalesce($7, suspension_days), owes_export = $8, version = version + 1
         where id = $1 and version = $2",
        body,
        opened_at(&typed.version),
        months,
        members,
        days,
        typed.minors_closed_first == "yes",
        suspension,
        typed.owes_export == "yes"
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}

fn number(r: &mut Reading, field: &str, typed: &str, what: &str, least: i32, most: i32) -> i32 {
    if typed.trim().is_empty() {
        r.errors.add(field, format!("Enter {what}"));
    }
    r.whole(field, typed, what, least, most).unwrap_or_default()
}

/// Keeps the agreement for proposals from now on; a new text needs a new version, because accepted proposals
/// name theirs (APP-3).
pub async fn save_agreement(tx: &mut Tx<'_>, _by: &Administrator, typed: Agreement) -> Result<()> {
    let body = tx.actor().body()?;
    let mut r = Reading::default();
    let name = r.required(
        "agreement_version",
        &typed.agreement_version,
        "a version, such as 2 or 2027-01",
        40,
    );
    let text = r.required("agreement", &typed.agreement, "the agreement's text", AGREEMENT);
    r.done()?;
    let Public { agreement_version, agreement, .. } = public(tx, body).await?;
    if agreement != text && agreement_version == name && !agreement.is_empty() {
        let message = format!(
            "Give the changed text a new version: {agreement_version} is the text that stands now"
        );
        return Err(FieldErrors::one("agreement_version", message).into());
    }
    let saved = sqlx::query!(
        "update bodies set agreement_version = $3, agreement = $4, version = version + 1 where id = $1 and version = $2",
        body,
        opened_at(&typed.version),
        name,
        text
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}

pub(super) fn opened_at(version: &str) -> i32 {
    version.parse().unwrap_or_default()
}

pub(super) fn kept(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Stale(
            "Another administrator changed these settings meanwhile: open them again.".into(),
        ))
    }
}
