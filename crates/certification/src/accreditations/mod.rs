//! What the body itself is accredited for: by whom, for which standard and sectors, from when until when. An
//! attestation is issued under accreditation only within it, on the day of the decision (CRT-4).

mod steps;
#[cfg(test)]
mod tests;

pub use steps::{Ending, Keeping, end, keep};

use crate::applications::lists::{self, SECTORS};
use crate::db::Tx;
use crate::error::Result;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// An accreditation of the body.
#[derive(Debug, Clone)]
pub struct Accreditation {
    pub id: Uuid,
    pub accreditation_body: String,
    pub standard: String,
    sectors: Vec<String>,
    pub words: String,
    pub valid_from: Date,
    pub valid_until: Date,
    pub by: Option<String>,
    pub at: OffsetDateTime,
    pub ended_on: Option<Date>,
    pub ended_by: Option<String>,
    pub end_reason: String,
}

impl Accreditation {
    /// The sectors in words.
    pub fn covers(&self) -> String {
        if self.sectors.is_empty() {
            return "Every sector".to_owned();
        }
        let titles = self.sectors.iter().map(|sector| lists::title(SECTORS, sector));
        titles.collect::<Vec<_>>().join(", ")
    }

    /// Whether it covers anything on this day.
    pub fn is_in_force(&self, day: &Date) -> bool {
        self.valid_from <= *day
            && *day <= self.valid_until
            && self.ended_on.is_none_or(|ended| *day < ended)
    }
}

/// The words under which an attestation for this standard and sector is accredited on this day; none where no
/// accreditation covers it, and the document then says that it is not (CRT-4).
pub(crate) async fn accreditation_on(
    tx: &mut Tx<'_>,
    standard: &str,
    sector: &str,
    day: Date,
) -> Result<Option<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select words from accreditations where body_id = $1 and standard = $2 and (sectors = '{}' or $3 = any(sectors))
           and valid_from <= $4 and valid_until >= $4 and (ended_on is null or ended_on > $4)
         order by valid_from desc, id limit 1",
        body,
        standard,
        sector,
        day
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// The body's accreditations, the newest first.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Accreditation>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Accreditation,
        r#"select a.id, a.accreditation_body, a.standard, a.sectors, a.words, a.valid_from, a.valid_until, p.name as "by?", a.at,
             a.ended_on, e.name as "ended_by?", a.end_reason
           from accreditations a left join people p on p.id = a.by_person left join people e on e.id = a.ended_by
           where a.body_id = $1 order by a.valid_from desc, a.id desc limit 100"#,
        body
    )
    .fetch_all(tx.sql())
    .await?)
}
