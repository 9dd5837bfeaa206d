//! Broken moments: everybody at once, a form sent twice, a connection that breaks, a file that is none. Judged
//! by what was acknowledged outside, and by what stands in the database.

mod at_once;
mod disconnected;
mod twice;
mod uploads;

use crate::fresh::Fresh;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// A connection that sees everything, for the judge.
async fn judge(house: &Fresh) -> PgConnection {
    PgConnection::connect(&house.admin_url).await.expect("the database")
}

/// What a query counts.
async fn count(house: &Fresh, query: &str) -> i64 {
    let counted = sqlx::query_scalar(AssertSqlSafe(query.to_owned()));
    counted
        .fetch_one(&mut judge(house).await)
        .await
        .unwrap_or_else(|cause| panic!("{query}: {cause}"))
}
