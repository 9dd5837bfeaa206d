//! When it is over: what the register holds says the same of every day that it said on the day itself.

use super::by_hand;
use super::living::Life;
use crate::fresh::Fresh;
use assay::story::Played;
use certification::certificates::{Change, Life as Certificate, Revision};
use sqlx::{Connection, PgConnection};
use time::Date;
use time::macros::date;

const REVISIONS: &str =
    "select revision, outcome, effective_on, expires_on from certificates order by revision";
const CHANGES: &str =
    "select status, from_on, reason_code, until_on from certificate_status order by id";

/// Every day was asked; and asked now about each, the register's rows say what it said then.
pub async fn every_day_says_the_same(house: &Fresh, asked: &[Date]) -> Played {
    assert!(asked.windows(2).all(|pair| pair[0].next_day() == Some(pair[1])), "no day is left out");
    let seven_years = [date!(2028 - 02 - 29), date!(2035 - 02 - 28)];
    assert!(seven_years.iter().all(|day| asked.contains(day)), "the whole of seven years");
    let held = held(house).await;
    for day in asked {
        let standing = held.on(*day).title().to_lowercase();
        let by_hand = by_hand::row(*day).map_or("not yet effective", |row| row.1);
        assert_eq!(standing, by_hand, "{day}, looking back");
    }
    let outcomes: Vec<_> = held.revisions.iter().map(|r| r.outcome.as_str()).collect();
    assert_eq!(outcomes, ["grant", "extend", "renew", "renew"]);
    Ok(())
}

async fn held(house: &Fresh) -> Certificate {
    let mut judge = PgConnection::connect(&house.admin_url).await.expect("the database");
    let revisions: Vec<(i32, String, Date, Date)> =
        sqlx::query_as(REVISIONS).fetch_all(&mut judge).await.expect("revisions");
    let changes: Vec<(String, Date, Option<String>, Option<Date>)> =
        sqlx::query_as(CHANGES).fetch_all(&mut judge).await.expect("changes");
    let revision = |(revision, outcome, effective_on, expires_on)| Revision {
        revision,
        outcome,
        effective_on,
        expires_on,
    };
    let change = |(status, from_on, reason_code, until_on)| Change {
        status,
        from_on,
        reason_code,
        until_on,
    };
    Certificate {
        revisions: revisions.into_iter().map(revision).collect(),
        changes: changes.into_iter().map(change).collect(),
    }
}

/// The record's chain holds, and each sentence on it is one.
pub async fn the_record_is_whole(house: &Fresh, life: &Life<'_>) -> Played {
    let page = format!("{}/record?check=yes", life.story.file);
    let record = house.enter("helen").await?.read(&page).await?;
    assert!(record.contains("Chain intact"), "the record's chain");
    let mut judge = PgConnection::connect(&house.admin_url).await.expect("the database");
    let half = "select count(*) from record_entries where sentence !~ '^[[:upper:]“].*[.!?”]$'";
    let half: i64 = sqlx::query_scalar(half).fetch_one(&mut judge).await.expect("a count");
    assert_eq!(half, 0, "sentences on the record that are none");
    Ok(())
}
