//! The body's own choices within the rules, settled by its administrator. The form carries the version it was
//! opened at, so that two administrators never overwrite each other unseen.

use super::settings::{kept, opened_at};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::Result;
use crate::parse::Reading;
use crate::zone::Zone;

/// The body's own choices within the rules (CRT-3, DEC-4, PLN-2, CMP-4, AUD-3, STA-2, FND-4, EXT-1).
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Policy {
    pub version: String,
    pub certificate_months: String,
    pub panel_members: String,
    pub objection_days: String,
    pub witness_months: String,
    /// How long after Stage 1 Stage 2 may begin without a written reason.
    pub stage_2_within_months: String,
    /// Days after a missed last date until a suspension is proposed.
    pub suspension_days: String,
    pub minors_closed_first: String,
    /// "yes" where the body owes outside registers a monthly export (EXT-1).
    pub owes_export: String,
    /// IANA name of the zone in which the body's dates are counted.
    pub time_zone: String,
}

/// Keeps the body's choices within the rules.
pub async fn save_policy(tx: &mut Tx<'_>, _by: &Administrator, typed: Policy) -> Result<()> {
    let body = tx.actor().body()?;
    let mut r = Reading::default();
    let mut number = |field, typed: &str, what, least, most| {
        if typed.trim().is_empty() {
            r.errors.add(field, format!("Enter {what}"));
        }
        r.whole(field, typed, what, least, most).unwrap_or_default()
    };
    let months =
        number("certificate_months", &typed.certificate_months, "the validity in months", 1, 36);
    let members = number("panel_members", &typed.panel_members, "the members of a panel", 2, 9);
    let objection = number("objection_days", &typed.objection_days, "the days to object", 1, 60);
    let witness =
        number("witness_months", &typed.witness_months, "the months between evaluations", 1, 60);
    let what = "the months between Stage 1 and Stage 2";
    let within = number("stage_2_within_months", &typed.stage_2_within_months, what, 1, 24);
    let suspension =
        number("suspension_days", &typed.suspension_days, "the days until a proposal", 1, 180);
    let zone = zone(&mut r, &typed.time_zone);
    r.done()?;
    let saved = sqlx::query!(
        "update bodies set certificate_months = $3, panel_members = $4, objection_days = $5, witness_months = $6,
           suspension_days = $7, minors_closed_first = $8, time_zone = $9, stage_2_within_months = $10, owes_export = $11, version = version + 1
         where id = $1 and version = $2",
        body,
        opened_at(&typed.version),
        months,
        members,
        objection,
        witness,
        suspension,
        typed.minors_closed_first == "yes",
        zone,
        within,
        typed.owes_export == "yes"
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}

/// The time zone in which the body's dates are counted.
fn zone(r: &mut Reading, typed: &str) -> String {
    let name = r.required("time_zone", typed, "a time zone, such as Europe/London", 64);
    if !name.is_empty() && Zone::named(&name).is_none() {
        r.errors.add("time_zone", "Enter a time zone by its IANA name, such as Europe/London");
    }
    name
}
