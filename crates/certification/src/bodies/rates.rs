//! Rate cards: what a day and the fixed items cost from a date on. A card is never changed; a new one follows
//! it, and a proposal keeps the card that it was made from (TIM-7).

use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::Reading;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A rate card.
#[derive(Debug, Clone)]
pub struct RateCard {
    pub id: Uuid,
    pub valid_from: Date,
    pub currency: String,
    pub day_rate_minor: i64,
    pub application_minor: i64,
    pub certificate_minor: i64,
    pub by_name: Option<String>,
    pub at: OffsetDateTime,
}

/// The form of a new card; amounts in whole units, such as "1,200" or "1200.50".
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct NewRates {
    pub id: String,
    pub valid_from: String,
    pub currency: String,
    pub day_rate: String,
    pub application: String,
    pub certificate: String,
}

/// Currencies that a card may be in.
pub const CURRENCIES: [&str; 4] = ["GBP", "EUR", "USD", "CHF"];

/// The body's cards, the newest first.
pub async fn rates(tx: &mut Tx<'_>) -> Result<Vec<RateCard>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        RateCard,
        r#"select r.id, r.valid_from, r.currency, r.day_rate_minor, r.application_minor, r.certificate_minor, p.name as "by_name?", r.at
           from rate_cards r left join people p on p.id = r.by_person
           where r.body_id = $1 order by r.valid_from desc, r.id desc limit 50"#,
        body
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Adds a card; offers made before it keep theirs.
pub async fn add_rates(tx: &mut Tx<'_>, _by: &Administrator, typed: NewRates) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let mut r = Reading::default();
    let from = r.date("valid_from", &typed.valid_from, "the first day");
    if from.is_none() && typed.valid_from.trim().is_empty() {
        r.errors.add("valid_from", "Enter the first day on which these rates hold");
    }
    let currency = r.choice("currency", &typed.currency, "a currency", |typed| {
        CURRENCIES.into_iter().find(|c| *c == typed)
    });
    let day = amount(&mut r, "day_rate", &typed.day_rate, "the price of a day", 1);
    let application =
        amount(&mut r, "application", &typed.application, "the price of an application, or 0", 0);
    let certificate =
        amount(&mut r, "certificate", &typed.certificate, "the price of an attestation, or 0", 0);
    r.done()?;
    let id = typed.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into rate_cards (body_id, id, valid_from, currency, day_rate_minor, application_minor, certificate_minor, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (body_id, id) do nothing",
        body,
        id,
        from.ok_or(Error::NotFound)?,
        currency.ok_or(Error::NotFound)?,
        day,
        application,
        certificate,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// An amount of money in minor units.
fn amount(r: &mut Reading, field: &str, typed: &str, what: &str, least: i64) -> i64 {
    let text = typed.trim().replace([',', ' ', '£', '€', '$'], "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = match part.len() {
        0 => Ok(0),
        1 => part.parse::<i64>().map(|tenths| tenths * 10),
        _ => part.parse::<i64>(),
    };
    match (whole.parse::<i64>(), part, text.split_once('.').map_or(0, |(_, p)| p.len())) {
        (Ok(whole), Ok(part), 0..=2)
            if (0..=1_000_000).contains(&whole) && part >= 0 && whole * 100 + part >= least =>
        {
            whole * 100 + part
        }
        _ => {
            r.errors.add(field, format!("Enter {what} as an amount such as 1,200 or 1200.50"));
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_penny_or_not_at_all() {
        let read = |typed: &str| {
            let mut r = Reading::default();
            let minor = amount(&mut r, "day_rate", typed, "it", 1);
            r.errors.is_empty().then_some(minor)
        };
        let good = [("1,200", 120_000), ("1200.5", 120_050), ("£ 0.01", 1), ("99.99", 9_999)];
        assert!(good.into_iter().all(|(typed, minor)| read(typed) == Some(minor)));
        assert!(
            ["", "0", "-5", "1.234", "1.-2", "twelve", "9999999999999999999"]
                .into_iter()
                .all(|typed| read(typed).is_none())
        );
    }
}
