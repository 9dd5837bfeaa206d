//! The demonstration's date, and whether the database answers: at the door, before any body is entered.

use crate::actor::{Actor, Room};
use crate::db::Db;
use crate::error::Result;
use sqlx::Executor;
use time::Duration;

/// How far the installation's clock stands from the machine's; only a demonstration's is moved.
pub async fn shift(db: &Db) -> Result<Duration> {
    db.read(&Actor::nobody(Room::Door, None), async |tx| {
        let seconds = sqlx::query_scalar!(
            r#"select value::bigint as "seconds!" from installation where key = 'shift_seconds'"#
        )
        .fetch_optional(tx.sql())
        .await?;
        Ok(Duration::seconds(seconds.unwrap_or_default()))
    })
    .await
}

/// Moves the demonstration's date on by `days`, and every session with it, so that nobody is signed out.
pub async fn move_date(db: &Db, days: i32) -> Result<()> {
    let shift = db
        .write(&Actor::nobody(Room::Door, None), async |tx| {
            let seconds = Duration::days(days.into()).whole_seconds();
            sqlx::query!(
                "update sessions set created_at = created_at + make_interval(days => $1), seen_at = seen_at + make_interval(days => $1),
                   expires_at = expires_at + make_interval(days => $1)",
                days
            )
            .execute(tx.sql())
            .await?;
            let moved = sqlx::query_scalar!(
                r#"insert into installation (key, value) values ('shift_seconds', $1::bigint::text)
                   on conflict (key) do update set value = (installation.value::bigint + $1::bigint)::text
                   returning value::bigint as "seconds!""#,
                seconds
            )
            .fetch_one(tx.sql())
            .await?;
            Ok(moved)
        })
        .await?;
    db.clock().set_shift(Duration::seconds(shift));
    Ok(())
}

/// Answers when the database does.
pub async fn alive(db: &Db) -> Result<()> {
    db.read(&Actor::visitor(None), async |tx| {
        tx.sql().execute("select 1").await?;
        Ok(())
    })
    .await
}
