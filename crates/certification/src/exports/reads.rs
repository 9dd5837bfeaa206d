//! What a month's export holds, what was exported, and whether one is owed.

use super::sheet::day;
use crate::certificates::Attestation;
use crate::cycle::months_after;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use sqlx::types::Json;
use time::{Date, Month as OfYear, OffsetDateTime, Time};
use uuid::Uuid;

/// A month, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month in which this day is.
    pub fn of(day: Date) -> Self {
        Month(day.replace_day(1).unwrap_or(day))
    }

    /// As typed or chosen, "2026-11"; never a month to come.
    pub fn read(typed: &str, today: Date) -> Result<Self, FieldErrors> {
        let wrong = || FieldErrors::one("month", "Choose a month of the list");
        let (year, month) = typed.trim().split_once('-').ok_or_else(wrong)?;
        let month = month.parse::<u8>().ok().and_then(|m| OfYear::try_from(m).ok());
        let first = year.parse().ok().zip(month);
        let first = first.and_then(|(y, m)| Date::from_calendar_date(y, m, 1).ok());
        first.filter(|first| *first <= today).map(Month).ok_or_else(wrong)
    }

    pub fn first(&self) -> Date {
        self.0
    }

    /// So many months before.
    pub fn before(&self, months: i32) -> Self {
        Month(months_after(self.0, -months))
    }

    pub(super) fn end(&self) -> Date {
        months_after(self.0, 1)
    }

    /// "2026-11".
    pub fn key(&self) -> String {
        format!("{:04}-{:02}", self.0.year(), u8::from(self.0.month()))
    }

    /// "November 2026".
    pub fn title(&self) -> String {
        format!("{} {}", self.0.month(), self.0.year())
    }
}

/// An export that was made.
#[derive(Debug, Clone)]
pub struct Exported {
    pub id: Uuid,
    pub month: Date,
    pub included: i32,
    pub left_out: i32,
    pub by: String,
    pub at: OffsetDateTime,
    pub sha256: Vec<u8>,
    /// Why it was made after its month; empty where it was made in time.
    pub late_because: String,
}

impl Exported {
    pub fn month(&self) -> Month {
        Month::of(self.month)
    }

    /// What was left out, in words.
    pub fn left_out_in_words(&self) -> String {
        match self.left_out {
            0 => "None was left out".to_owned(),
            1 => "One was left out, because its client does not consent".to_owned(),
            n => format!("{n} were left out, because their clients do not consent"),
        }
    }
}

/// The newest exports; at most `limit`.
pub async fn exported(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Exported>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Exported,
        "select x.id, x.month, x.included, x.left_out, p.name as by, x.at, x.sha256, x.late_because
         from register_exports x join people p on p.id = x.by_person
         where x.body_id = $1 order by x.month desc, x.id desc limit $2",
        body,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The newest export of a month, byte for byte as it was made.
pub async fn file(tx: &mut Tx<'_>, month: Month) -> Result<Vec<u8>> {
    let body = tx.actor().body()?;
    sqlx::query_scalar!(
        "select csv from register_exports where body_id = $1 and month = $2 order by id desc limit 1",
        body,
        month.first()
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// Whether the body owes an export and has not made this month's.
pub async fn owed(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(owes(tx).await?.1)
}

/// Whether the body owes monthly exports at all, and whether this month's is owed and not made.
pub async fn owes(tx: &mut Tx<'_>) -> Result<(bool, bool)> {
    let (body, month) = (tx.actor().body()?, Month::of(tx.today()).first());
    let row = sqlx::query!(
        r#"select b.owes_export, exists (select from certificates t where t.body_id = b.id)
             and not exists (select from register_exports x where x.body_id = b.id and x.month = $2) as "due!"
           from bodies b where b.id = $1"#,
        body,
        month
    )
    .fetch_one(tx.sql())
    .await?;
    Ok((row.owes_export, row.owes_export && row.due))
}

/// The lines of a month's export, and how many certificates are left out for want of consent.
pub(super) async fn lines(tx: &mut Tx<'_>, month: Month) -> Result<(Vec<[String; 14]>, i32)> {
    let (body, today) = (tx.actor().body()?, tx.today());
    // The last day of the month, or today while it goes on.
    let on = today.min(month.end().previous_day().unwrap_or(today));
    let rows = sqlx::query!(
        r#"select distinct on (t.number) t.number, t.issued_at, t.expires_on, t.content as "content!: Json<Attestation>", t.client_id,
             e.reference, coalesce(a.address, '') as "address!", t.country,
             coalesce((select k.given from consents k where k.body_id = t.body_id and k.client_id = t.client_id and k.extent = 'outside_registers'
               order by k.id desc limit 1), false) as "consents!",
             coalesce((select s.status from certificate_status s where s.number = t.number and s.body_id = t.body_id and s.from_on <= $4
               order by s.from_on desc, s.id desc limit 1), '') as "status!"
           from certificates t
           join engagements e on e.body_id = t.body_id and e.id = t.engagement_id
           left join applications a on a.body_id = t.body_id and a.engagement_id = t.engagement_id
           where t.body_id = $1 and t.issued_at < $3 and t.expires_on >= $2
           order by t.number, t.revision desc, a.id desc"#,
        body,
        month.first(),
        tx.actor().zone().moment(month.end(), Time::MIDNIGHT),
        on
    )
    .fetch_all(tx.sql())
    .await?;
    let left_out = rows.iter().filter(|row| !row.consents).count();
    let lines = rows.into_iter().filter(|row| row.consents).map(|row| {
        let content = row.content.0;
        let sites: Vec<_> = content.sites.iter().map(|site| site.address.as_str()).collect();
        let accredited = content.accreditation.is_some();
        [
            row.number,
            row.reference,
            standing(&row.status, row.expires_on < on).to_owned(),
            if accredited { "Accredited" } else { "Not accredited" }.to_owned(),
            "Management system certification".to_owned(),
            day(content.issued_on),
            day(row.expires_on),
            row.client_id.to_string(),
            content.client,
            row.address,
            row.country,
            sites.join("; "),
            content.standard,
            content.accreditation.unwrap_or_default(),
        ]
    });
    Ok((lines.collect(), i32::try_from(left_out).unwrap_or(i32::MAX)))
}

/// How a certificate stands, in the export's words.
fn standing(status: &str, expired: bool) -> &'static str {
    match (status, expired) {
        ("withdrawn", _) => "Withdrawn",
        (_, true) => "Expired",
        ("suspended", _) => "Suspended",
        _ => "Active",
    }
}
